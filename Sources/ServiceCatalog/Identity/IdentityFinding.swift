import DNSCore

/// What comes of comparing who answers with who should, worst first.
package enum IdentityFinding: Hashable, Sendable {
    case wrongOwner(UInt32, instead: Set<UInt32>)
    /// The socket is this user's, and not the one that the stand-in of the service has.
    case notStandIns(UInt32, standIn: UInt32)
    case wrongPin(CertificatePin)
    case wrongName([String])
    case expired(Timestamp)
    case notYetValid(Timestamp)
    case expires(Timestamp)

    /// Nil where all is as it should be, or nothing can be said.
    package init?(_ identity: Identity, _ evidence: PeerEvidence, at now: Timestamp, expiryLimit: Duration) {
        if let owner = evidence.owner, !identity.users.isEmpty, !identity.users.contains(owner.user),
            !owner.mayBeStandIn
        {
            self = .wrongOwner(owner.user, instead: identity.users)
            return
        }
        guard let certificate = evidence.certificate else { return nil }
        if !identity.pins.isEmpty, !identity.pins.contains(certificate.pin) {
            self = .wrongPin(certificate.pin)
        } else if identity.checksName, !certificate.isForService {
            self = .wrongName(certificate.names)
        } else if certificate.notAfter <= now {
            self = .expired(certificate.notAfter)
        } else if certificate.notBefore > now {
            self = .notYetValid(certificate.notBefore)
        } else if certificate.notAfter <= now.advanced(by: expiryLimit) {
            self = .expires(certificate.notAfter)
        } else {
            return nil
        }
    }

    package var reason: Reason {
        switch self {
        case .wrongOwner: .wrongOwner
        case .notStandIns: .notStandIns
        case .wrongPin: .wrongPin
        case .wrongName: .wrongCertificateName
        case .expired: .certificateExpired
        case .notYetValid: .certificateNotYetValid
        case .expires: .certificateExpires
        }
    }

    /// Whether someone else answers; otherwise it is the service itself, with something to look after.
    package var isImpostor: Bool {
        switch self {
        case .wrongOwner, .notStandIns, .wrongPin, .wrongName: true
        case .expired, .notYetValid, .expires: false
        }
    }
}

extension IdentityFinding {
    /// The least that tells it: `uid 4321, not 1234`; nil where that is no shorter than the reason.
    package var brief: String? {
        switch self {
        case .wrongOwner(let user, let expected):
            "uid \(user), not " + expected.sorted().prefix(2).map { "\($0)" }.joined(separator: ", ")
        case .notStandIns(let user, _): "uid \(user), no stand-in"
        case .wrongPin, .wrongName, .expired, .notYetValid, .expires: nil
        }
    }
}

extension IdentityFinding: CustomStringConvertible {
    /// `is uid 4321's, not uid 1234's`
    package var description: String {
        switch self {
        case .wrongOwner(let user, let expected):
            "is uid \(user)'s, not " + expected.sorted().prefix(4).map { "uid \($0)'s" }.joined(separator: " or ")
        case .notStandIns(let user, let standIn) where user == standIn:
            "is another socket of uid \(user)'s, not the one that its stand-in has"
        case .notStandIns(let user, let standIn): "is uid \(user)'s, not its stand-in's (uid \(standIn))"
        case .wrongPin(let pin): "its key \("\(pin)".prefix(8))… is not the one pinned"
        case .wrongName(let names):
            names.isEmpty ? "its certificate has no name" : "its certificate is for \(names[0])"
        case .expired(let time): "its certificate expired on \(time.date)"
        case .notYetValid(let time): "its certificate is not valid before \(time.date)"
        case .expires(let time): "its certificate expires on \(time.date)"
        }
    }
}
