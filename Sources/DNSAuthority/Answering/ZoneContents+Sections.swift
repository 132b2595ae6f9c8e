import DNSCore

extension ZoneContents {
    /// Says that there is nothing, and for how long that may be remembered: the SOA record with the lesser of its TTL and
    /// its minimum (RFC 2308 section 3).
    func deny(in writer: inout AnswerWriter) {
        guard let soa = rrset(.soa, at: apex) else {
            writer.responseCode = .serverFailure
            return
        }
        let ttl = min(soa.ttl, soa.minimum)
        if !writer.write(soa, ttl: ttl, of: writer.owner(apex), in: .authority) { writer.truncate() }
    }

    /// Names the servers of a delegated zone, with the addresses that this zone has of them. Those of servers within the
    /// delegated zone can be had nowhere else, and so must not be missing in silence (RFC 9471 section 3).
    func refer(to servers: RRset, at cut: DomainName, in writer: inout AnswerWriter) {
        guard writer.write(servers, of: writer.owner(cut), in: .authority) else { return writer.truncate() }
        if !addAddresses(to: &writer, where: { $0.isEqualOrBelow(cut) }) { return writer.markTruncated() }
        addAddresses(to: &writer) { !$0.isEqualOrBelow(cut) }
    }

    /// Adds the addresses that the zone has of the hosts that the answer names, as far as there is room.
    /// - Returns: whether there was.
    @discardableResult
    func addAddresses(to writer: inout AnswerWriter, where isWanted: (DomainName) -> Bool = { _ in true }) -> Bool {
        let count = writer.hosts.count
        var done: [DomainName] = []
        for index in 0..<count {
            guard let host = writer.host(index), host.name.isEqualOrBelow(apex), isWanted(host.name),
                !done.contains(host.name)
            else { continue }
            for rrset in rrsets(at: host.name) ?? [] where rrset.type == .a || rrset.type == .aaaa {
                guard writer.write(rrset, of: host, in: .additional) else { return false }
            }
            if index + 1 < count { done.append(host.name) }
        }
        return true
    }
}

extension RRset {
    /// Of an SOA record: how long the absence of something may be remembered.
    fileprivate var minimum: UInt32 {
        var minimum: UInt32 = 0
        forEachRData { data in
            guard data.count >= 4 else { return }
            for index in (data.count - 4)..<data.count { minimum = minimum << 8 | UInt32(data[index]) }
        }
        return minimum
    }
}
