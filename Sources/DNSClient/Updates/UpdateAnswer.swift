import DNSCore

/// What came back for an UPDATE: an answer that is sure to be the server's, or why there is none.
package enum UpdateAnswer: Equatable, Sendable {
    case code(ResponseCode)
    case failed(ClientError)

    /// What is sure about the zone from the answer alone.
    package enum Meaning {
        /// The server says that it was carried out.
        case accepted
        /// A prerequisite did not hold: someone else was first.
        case overtaken
        /// The server says that it was not carried out, and means it.
        case refused
        /// The request never reached the server.
        case notSent
        /// No answer that can be believed: only the zone can tell.
        case open
    }

    package var meaning: Meaning {
        switch self {
        case .code(.noError): .accepted
        case .code(.nxRRset), .code(.yxRRset), .code(.yxDomain), .code(.nameError): .overtaken
        // PowerDNS gives it to some updates in a hundred, for a transaction of its own that is still open.
        case .code(.serverFailure): .open
        case .code: .refused
        case .failed(.tsig(.rejected(let rejection))) where rejection.isAuthentic: .refused
        case .failed(let error): error.wasSent ? .open : .notSent
        }
    }

    /// A server failure, signed or not.
    package var isServerFailure: Bool {
        self == .code(.serverFailure) || self == .failed(.tsig(.unsignedAnswer(.serverFailure)))
    }

    /// The server was asked and has said nothing: it may still be at it.
    package var isSilence: Bool { self == .failed(.timedOut(.answering)) }

    /// There is no answer, not even one that cannot be believed.
    package var isLost: Bool {
        if case .failed = self { meaning == .open && !isUnsigned } else { false }
    }

    /// An answer that is not signed: that of a server which does not take our signature, most likely.
    package var isUnsigned: Bool {
        if case .failed(.tsig) = self { meaning == .open } else { false }
    }
}

extension ClientError {
    /// Whether the request may have reached the server.
    fileprivate var wasSent: Bool {
        switch self {
        case .hostNotFound, .connectionRefused, .unreachable, .tls, .unsendable, .update, .local, .tsig(.tooLong),
            .timedOut(.connecting), .timedOut(.securing):
            false
        default: true
        }
    }
}
