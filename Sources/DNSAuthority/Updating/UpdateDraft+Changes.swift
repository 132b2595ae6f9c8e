import DNSCore

/// The rules of RFC 2136 section 3.4.2. What they do not allow is passed over in silence, as they say.
extension UpdateDraft {
    mutating func carryOut(_ change: UpdateRequest.Change) {
        switch change {
        case .add(let name, let ttl, let data): add(data, ttl: ttl, at: name)
        case .deleteRRset(let name, let type):
            if !isKept(type, at: name) { removeRRsets(at: name) { $0 == type } }
        case .deleteAll(let name):
            removeRRsets(at: name) { [apex] type in name != apex || type != .soa && type != .ns }
        case .delete(let name, let data): delete(data, at: name)
        }
    }

    /// Section 3.4.2.2.
    private mutating func add(_ data: RecordData, ttl: UInt32, at name: DomainName) {
        guard mayLie(data, at: name) else { return }
        guard var rrset = rrset(data.type, at: name), !data.type.isSingleton else {
            if let rrset = RRset(data.type, ttl: ttl, [data]) { put(rrset, at: name) }
            return
        }
        rrset.ttl = ttl
        rrset.insert(data)
        put(rrset, at: name)
    }

    private func mayLie(_ data: RecordData, at name: DomainName) -> Bool {
        switch data {
        case .cname: !(after[name] ?? []).contains { $0.type != .cname && !$0.type.mayLieBesideCNAME }
        case .soa(let new): isNewer(new, at: name)
        default: data.type.mayLieBesideCNAME || rrset(.cname, at: name) == nil
        }
    }

    /// An SOA is taken at the apex alone, and there only with a serial that is newer: than that of the zone as well, so that
    /// several in one message do not lead round and back.
    private func isNewer(_ new: StartOfAuthority, at name: DomainName) -> Bool {
        guard name == apex, let current = soa, let old = before[apex]?.soa else { return false }
        return new.serial.isNewer(than: current.serial) && new.serial.isNewer(than: old.serial)
    }

    var soa: StartOfAuthority? { after[apex]?.soa }

    /// Section 3.4.2.4: the SOA stays, and so does the last NS of the apex.
    private mutating func delete(_ data: RecordData, at name: DomainName) {
        guard let rrset = rrset(data.type, at: name) else { return }
        if isKept(data.type, at: name), data.type == .soa || rrset.count == 1 { return }
        if let rest = rrset.removing(data) {
            put(rest, at: name)
        } else {
            removeRRsets(at: name) { $0 == data.type }
        }
    }

    /// Whether no update takes all records of a type from a name (section 3.4.2.3).
    private func isKept(_ type: RecordType, at name: DomainName) -> Bool {
        name == apex && (type == .soa || type == .ns)
    }
}

extension [RRset] {
    fileprivate var soa: StartOfAuthority? {
        guard case .soa(let soa)? = first(where: { $0.type == .soa })?.data.first else { return nil }
        return soa
    }
}
