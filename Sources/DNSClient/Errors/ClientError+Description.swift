import DNSCore

/// For the person who reads it; the server's name goes in front.
extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .hostNotFound(let host, let reason): "no address found for '\(host)': \(reason)"
        case .connectionRefused: "connection refused: no DNS server listens on this port"
        case .unreachable(let reason): "cannot be reached: \(reason)"
        case .timedOut(let phase): phase.silence
        case .closedEarly(bytes: 0): "closed the connection without an answer"
        case .closedEarly(let bytes): "closed the connection in the middle of the answer, after \(bytes) bytes"
        case .onlyForeignAnswers(let count):
            "sent \(count == 1 ? "a packet" : "\(count) packets"), but no answer to what was asked"
        case .responseCode(let code): "answered \(code)\(code.advice.map { ": \($0)" } ?? "")"
        case .malformed(let error): "the answer is not a valid DNS message: \(error)"
        case .tsig(let error): error.description
        case .transfer(let error): error.description
        case .update(let error): error.description
        case .tls(let failure): failure.description
        case .unsendable(let error): "the request cannot be written as a DNS message: \(error)"
        case .cancelled: "cancelled"
        case .local(let reason): "this system refuses: \(reason)"
        }
    }
}

extension ClientError.Phase {
    fileprivate var silence: String {
        switch self {
        case .connecting: "does not accept the connection: timed out"
        case .securing: "does not complete the TLS handshake: timed out; is this its port for TLS?"
        case .answering: "does not answer: timed out"
        case .transferring(let bytes): "fell silent in the middle of the transfer, after \(bytes) bytes: timed out"
        }
    }
}
