import DNSCore

/// What a zone says of where an SRV record's target lies.
package enum TargetResolution: Hashable, Sendable {
    case addresses([IPAddress])
    /// Target `.`: decidedly not offered (RFC 2782).
    case notOffered
    /// The target is a CNAME, which RFC 2782 forbids.
    case alias
    /// The name is there, or something below it, but no address.
    case noAddress
    /// The zone has no such name.
    case denied
    /// Another zone has it: the name is to be looked up there.
    case elsewhere(DomainName)
}

extension Catalog {
    /// Joins an instance with the addresses of its target.
    package func resolveTarget(of instance: InstanceID) -> TargetResolution {
        let target = names.folded(rows[instance.row.index].target)
        if names[target].length == 1 { return .notOffered }
        let own = addresses(at: target)
        if !own.isEmpty { return .addresses(own) }
        let name = names.name(target)
        guard name.isEqualOrBelow(apex), !isDelegated(name) else { return .elsewhere(name) }
        if has(.cname, at: target) { return .alias }
        guard !names[target].hasRecords else { return .noAddress }
        return resolveWildcard(for: name)
    }

    /// The instances of which `resolveTarget` says something else than addresses that lie at the target itself.
    package func instancesWithoutAddress() -> [InstanceID] {
        var found: [InstanceID] = []
        for number in 0..<names.count {
            let target = NameID(UInt32(number))
            guard names[target].firstReferrer != .none, !hasAddress(at: target) else { continue }
            var row = names[target].firstReferrer
            while row != .none {
                if rows[row.index].type == .srv { found.append(InstanceID(row)) }
                row = referrers[row.index].next
            }
        }
        return found
    }

    private func hasAddress(at folded: NameID) -> Bool {
        var row = names[folded].firstRecord
        while row != .none {
            if rows[row.index].type == .a || rows[row.index].type == .aaaa { return true }
            row = rows[row.index].next
        }
        return false
    }

    /// The closest enclosing wildcard's addresses (RFC 4592 section 3.3).
    private func resolveWildcard(for name: DomainName) -> TargetResolution {
        var ancestor = name.parent
        while let encloser = ancestor, encloser.isEqualOrBelow(apex) {
            if let wildcard = (try? encloser.prepending([UInt8(ascii: "*")])).flatMap({ names.find($0) }),
                names[wildcard].hasRecords
            {
                let found = addresses(at: wildcard)
                if has(.cname, at: wildcard) { return .alias }
                return found.isEmpty ? .noAddress : .addresses(found)
            }
            if let id = names.find(encloser), names[id].hasRecords { return .denied }
            ancestor = encloser.parent
        }
        return .denied
    }

    /// Whether the name lies at or below a delegation: NS records under the apex (RFC 1034 section 4.2.1).
    private func isDelegated(_ name: DomainName) -> Bool {
        var ancestor: DomainName? = name
        while let cut = ancestor, cut != apex, cut.isEqualOrBelow(apex) {
            if let id = names.find(cut), has(.ns, at: id) { return true }
            ancestor = cut.parent
        }
        return false
    }

    private func has(_ type: RecordType, at folded: NameID) -> Bool {
        var found = false
        forEachRecord(at: folded, type) { _ in found = true }
        return found
    }
}

/// How a service is reached, from its name (RFC 2782).
package struct ServiceProtocol: Hashable, Sendable {
    /// The first label, `_http`; nil for a name of another shape.
    package var label: [UInt8]?
    package var transport: Transport
}

extension Catalog {
    /// The protocol that a service's name tells: `_udp` as its second label means UDP, everything else TCP.
    package func serviceProtocol(of service: ServiceID) -> ServiceProtocol {
        var labels = name(of: service).labels
        guard let first = labels.next(), first.first == UInt8(ascii: "_"), let second = labels.next() else {
            return ServiceProtocol(label: nil, transport: .tcp)
        }
        let isUDP = second.elementsEqual("_udp".utf8) || second.map(asciiLowercased).elementsEqual("_udp".utf8)
        return ServiceProtocol(label: Array(first), transport: isUDP ? .udp : .tcp)
    }
}
