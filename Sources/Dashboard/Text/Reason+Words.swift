import ServiceCatalog

extension Reason {
    /// In full where there is room for it, else in a few words.
    func fitting(_ width: Int) -> String { description.count <= width ? description : short }

    /// The least that tells it.
    private var short: String {
        switch self {
        case .refused: "refused"
        case .probeFailed: "not sent"
        case .someAddressesFail: "some fail"
        case .downTooLong: "too long"
        case .noAddress: "no address"
        case .targetIsAlias: "an alias"
        case .targetDenied: "no such target"
        case .resolving: "looking up"
        case .lookupFailed: "lookup failed"
        case .noProbeForProtocol: "no probe for it"
        case .observationTooOld: "probe too old"
        case .zoneDataTooOld: "zone data old"
        case .noTLS: "no TLS"
        case .wrongStatus: "HTTP status"
        case .notServing: "not serving"
        case .wrongOwner: "another user"
        case .wrongPin: "another key"
        case .wrongCertificateName: "wrong name"
        case .certificateExpired: "cert expired"
        case .certificateNotYetValid: "cert too new"
        case .certificateExpires: "cert expires"
        case .notWoken: "not probed"
        case .onlyListens: "listens"
        case .noStandIn: "no stand-in"
        case .notStandIns: "no stand-in's"
        case .startFailed: "start failed"
        case .startsSuspended: "suspended"
        default: description
        }
    }

    /// What a reason means, for someone who has to do something about it; empty where its own words say it all.
    var explanation: String {
        switch self {
        case .refused: "nothing listens on the port"
        case .timedOut: "no answer came in the time that a probe waits"
        case .unreachable: "there is no way to the address"
        case .probeFailed: "this host let no probe out: look at its descriptors and ports"
        case .wrongAnswer: "something else answers on the port"
        case .recovering: "it answers again, not yet often enough to be trusted"
        case .slow: "it answers, later than the limit allows"
        case .changesOften: "it comes and goes too often to be relied on"
        case .downTooLong: "nobody seems to miss it: a candidate for withdrawal"
        case .noAddress: "clients cannot connect to it"
        case .targetIsAlias: "RFC 2782 forbids a CNAME here, and clients may not follow it"
        case .noProbeForProtocol: "svctop does not know how to make it answer"
        case .zoneDataTooOld: "the record may be gone by now"
        case .noTLS: "something answers on the port, but not with TLS"
        case .wrongStatus: "the service is there, but says that it is not well"
        case .notServing: "the gRPC server is there, its service is not ready"
        case .wrongOwner: "someone has taken the service's port: what its clients send goes to a stranger"
        case .wrongPin: "whoever answers does not have the service's key"
        case .wrongCertificateName: "whoever answers has a certificate for something else"
        case .certificateExpired, .certificateNotYetValid: "clients that look at it will not connect"
        case .notListening: "no stand-in holds the port, and no service"
        case .notWoken: "only a svctop on its own host can look at it without starting it"
        case .onlyListens: "whether it would start is known to its stand-in on its own host"
        case .noStandIn: "something listens; run svctop as the stand-in's user, or as root, to ask it"
        case .notStandIns: "someone has taken the port: what clients send goes to a stranger"
        case .starting: "clients that come now wait for it"
        case .stopping: "clients that come now wait for the next process"
        case .startFailed: "clients wait while it is tried again"
        case .startsSuspended: "it has failed again and again; its stand-in tries again later"
        case .certificateExpires: "it has to be renewed before that"
        default: ""
        }
    }
}
