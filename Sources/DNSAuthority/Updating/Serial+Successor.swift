import DNSCore

extension Serial {
    /// The serial of the next version (RFC 1982). 0 is passed over: some take it for none at all (RFC 2136 section 7.11).
    package var successor: Serial {
        let next = rawValue &+ 1
        return Serial(rawValue: next == 0 ? 1 : next)
    }
}
