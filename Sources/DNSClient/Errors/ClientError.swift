import DNSCore

/// Why an exchange with a server failed.
public enum ClientError: Error, Equatable, Sendable {
    /// The system's resolver knows no address for the server's name.
    case hostNotFound(String, reason: String)
    case connectionRefused
    /// The network says so: no route, host down, not permitted.
    case unreachable(reason: String)
    case timedOut(Phase)
    /// The connection ended before the answer did, after so many bytes of it.
    case closedEarly(bytes: Int)
    /// So many packets came, and none of them was the answer.
    case onlyForeignAnswers(Int)
    case responseCode(ResponseCode)
    case malformed(WireError)
    case tsig(TSIGError)
    case transfer(TransferError)
    case update(UpdateError)
    case tls(TLSFailure)
    /// What was to be sent does not fit into a message.
    case unsendable(WireError)
    /// The calling task was cancelled.
    case cancelled
    /// This system is at fault: no descriptors left, no memory.
    case local(reason: String)

    /// What a server was doing when it fell silent.
    public enum Phase: Hashable, Sendable {
        case connecting
        case securing
        case answering
        /// In a transfer, after so many bytes.
        case transferring(bytes: Int)
    }
}

extension ClientError {
    /// Whether nothing was said to the server: another of its addresses may do better.
    var meansNoContact: Bool {
        switch self {
        case .connectionRefused, .unreachable, .tls, .timedOut(.connecting), .timedOut(.securing): true
        default: false
        }
    }

    /// Whether the server was asked and said nothing.
    var meansSilence: Bool { self == .timedOut(.answering) }

    /// A host's address of a family that this network does not have says less than what its other addresses say.
    var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }
}
