/// Why an instance has its status: one word of a fixed vocabulary, so that a million of them take a million bytes.
package enum Reason: UInt8, CaseIterable, Sendable {
    case none
    /// No probe has come back yet.
    case notProbed
    /// Nothing listens on the port (RST).
    case refused
    case timedOut
    /// No route, or the network said so (ICMP).
    case unreachable
    /// The system would not let the probe out: descriptors, ports or permissions.
    case probeFailed
    /// An answer came that the protocol does not allow.
    case wrongAnswer
    /// After being down, not yet M answers in a row.
    case recovering
    /// Some addresses answer, some do not.
    case someAddressesFail
    case slow
    case changesOften
    case downTooLong
    case leaseRanOut
    /// The target's zone has no address for it.
    case noAddress
    /// RFC 2782: the target must not be an alias.
    case targetIsAlias
    /// The zone says that the target's name does not exist.
    case targetDenied
    /// The target's address is being looked up.
    case resolving
    /// The target's address could not be looked up.
    case lookupFailed
    /// UDP, and no protocol that svctop speaks.
    case noProbeForProtocol
    case probingOff
    /// The last observation is older than the probe interval allows.
    case observationTooOld
    /// The zone could not be read for too long: the record may be gone.
    case zoneDataTooOld
    /// Target `.` (RFC 2782).
    case notOffered
    case withdrawn
    /// The TLS handshake failed.
    case noTLS
    /// HTTP answered with a status that is none of those expected.
    case wrongStatus
    /// gRPC health said that the service does not serve.
    case notServing
    /// The port is another user's than the record says.
    case wrongOwner
    /// The certificate's key is none of those pinned.
    case wrongPin
    /// The certificate is neither for the service nor for its host.
    case wrongCertificateName
    case certificateExpired
    case certificateNotYetValid
    /// The certificate ends soon.
    case certificateExpires
    /// This host's kernel knows of nobody who listens there.
    case notListening
    /// Another host's, and asking would start it.
    case notWoken
    /// A connection was accepted; whether by more than a stand-in, only starting it would tell.
    case onlyListens
    /// No stand-in that may be asked says that the socket is its own.
    case noStandIn
    /// The socket is not the one that the stand-in has.
    case notStandIns
    /// Someone has used it.
    case starting
    case stopping
    case startFailed
    case startsSuspended
}

extension Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: ""
        case .notProbed: "not probed yet"
        case .refused: "connection refused"
        case .timedOut: "timed out"
        case .unreachable: "unreachable"
        case .probeFailed: "the probe could not be sent"
        case .wrongAnswer: "wrong answer"
        case .recovering: "recovering"
        case .someAddressesFail: "some addresses fail"
        case .slow: "slow"
        case .changesOften: "changes often"
        case .downTooLong: "down too long"
        case .leaseRanOut: "lease ran out"
        case .noAddress: "target has no address"
        case .targetIsAlias: "target is an alias"
        case .targetDenied: "target does not exist"
        case .resolving: "looking up the target"
        case .lookupFailed: "target could not be looked up"
        case .noProbeForProtocol: "no probe for this protocol"
        case .probingOff: "not probed"
        case .observationTooOld: "last probe too old"
        case .zoneDataTooOld: "zone data too old"
        case .notOffered: "not offered"
        case .withdrawn: "withdrawn"
        case .noTLS: "TLS handshake failed"
        case .wrongStatus: "unexpected HTTP status"
        case .notServing: "says that it does not serve"
        case .wrongOwner: "another user's port"
        case .wrongPin: "another key than the one pinned"
        case .wrongCertificateName: "certificate for another name"
        case .certificateExpired: "certificate expired"
        case .certificateNotYetValid: "certificate not valid yet"
        case .certificateExpires: "certificate expires soon"
        case .notListening: "nothing listens"
        case .notWoken: "not probed, as that would start it"
        case .onlyListens: "listens; more would start it"
        case .noStandIn: "no stand-in says that it is its own"
        case .notStandIns: "not the stand-in's socket"
        case .starting: "starting"
        case .stopping: "stopping"
        case .startFailed: "failed to start"
        case .startsSuspended: "starts are suspended"
        }
    }
}
