extension ZoneTransfer {
    /// What a message brought the transfer to.
    public enum Progress: Hashable, Sendable {
        case more
        case finished(Outcome)
    }

    /// How a transfer ended.
    public enum Outcome: Hashable, Sendable {
        /// The whole zone has come: AXFR, or IXFR answered in the style of AXFR (RFC 1995 section 4).
        case replaced(StartOfAuthority)
        /// The changes since `from` have come.
        case incremental(from: Serial, to: StartOfAuthority)
        /// The server has what we know already.
        case upToDate(StartOfAuthority)
        /// The server has an older serial than we do, or one that RFC 1982 does not order. To take its zone all
        /// the same, ask for all of it.
        case serverBehind(StartOfAuthority)
        /// The answer does not fit into a datagram: ask again over TCP. What the sink got is to be dropped.
        case useTCP

        /// The zone's SOA to commit, where there is something to commit.
        public var committed: StartOfAuthority? {
            switch self {
            case .replaced(let soa), .incremental(_, let soa): soa
            case .upToDate, .serverBehind, .useTCP: nil
            }
        }
    }

    /// What carries the messages.
    public enum Transport: Hashable, Sendable {
        /// UDP: the whole answer is one message (RFC 1995 section 2). Only for IXFR.
        case datagram
        /// TCP or TLS.
        case stream
    }

    /// How much a server may send. Nothing is limited unless said.
    public struct Limits: Hashable, Sendable {
        public var records: Int
        /// Of messages, without what their transport adds.
        public var bytes: Int

        public init(records: Int = .max, bytes: Int = .max) {
            self.records = records
            self.bytes = bytes
        }
    }
}
