/// The RDATA of an MX record (RFC 1035 section 3.3.9).
public struct MailExchange: Hashable, Sendable {
    /// Lower is tried first.
    public var preference: UInt16
    public var exchange: DomainName

    public init(preference: UInt16, exchange: DomainName) {
        self.preference = preference
        self.exchange = exchange
    }
}
