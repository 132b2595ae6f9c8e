import DNSCore
import Glibc

/// A name's text as a search wants it: lower case, labels joined by dots, nothing escaped, no dot at the end.
///
/// Valid only while the closure that got it runs.
package struct SearchText {
    /// The whole name.
    package let absolute: UnsafeRawBufferPointer
    /// The part before the zone's own name; all of it for a name elsewhere.
    package let relative: UnsafeRawBufferPointer
}

/// Reading names in bulk, without a heap object for each: what filters and row order are made with.
extension Catalog {
    package func hasTarget(_ instance: InstanceID, where isMatch: (SearchText) -> Bool) -> Bool {
        withSearchText(of: rows[instance.row.index].target, isMatch)
    }

    package func hasName(_ service: ServiceID, where isMatch: (SearchText) -> Bool) -> Bool {
        withSearchText(of: services[service.index].name, isMatch)
    }

    /// - Parameter isMatch: asked of the DNS-SD instance's label in lower case; not called for a plain SRV record.
    package func hasLabel(_ instance: InstanceID, where isMatch: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        isBrowsed(instance) && withLabel(of: instance, isMatch)
    }

    /// Whether the record stands at a DNS-SD instance name, not at the service's own.
    package func isBrowsed(_ instance: InstanceID) -> Bool {
        let owner = names.folded(rows[instance.row.index].owner)
        let service = names[owner].service
        return service != .none && names.folded(services[service.index].name) != owner
    }

    func withLabel<R>(of instance: InstanceID, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        names.withWire(names.folded(rows[instance.row.index].owner)) { wire in
            body(UnsafeRawBufferPointer(rebasing: wire[1..<(1 + Int(wire[0]))]))
        }
    }

    func withTarget<R>(of instance: InstanceID, _ body: (SearchText) -> R) -> R {
        withSearchText(of: rows[instance.row.index].target, body)
    }

    /// Bytes of a service's name, relative to the zone or whole.
    package func nameLength(of service: ServiceID, isAbsolute: Bool) -> Int {
        withSearchText(of: services[service.index].name) { isAbsolute ? $0.absolute.count : $0.relative.count }
    }

    /// Bytes of a target's name relative to the zone.
    package func targetLength(of instance: InstanceID) -> Int { withTarget(of: instance) { $0.relative.count } }

    /// Bytes of a DNS-SD instance's label; 0 for a plain SRV record.
    package func labelLength(of instance: InstanceID) -> Int {
        isBrowsed(instance) ? withLabel(of: instance) { $0.count } : 0
    }

    private func withSearchText<R>(of name: NameID, _ body: (SearchText) -> R) -> R {
        // The closure takes the apex along and not the catalog, which is large to copy.
        let apex = apex.wire
        return names.withWire(names.folded(name)) { wire in
            withUnsafeTemporaryAllocation(byteCount: NameBuffer.capacity, alignment: 8) { text in
                let count = min(text.count, max(0, wire.count - 2))
                guard count > 0, let source = wire.baseAddress, let target = text.baseAddress else {
                    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
                    return body(SearchText(absolute: nothing, relative: nothing))
                }
                memcpy(target, source + 1, count)
                var dot = Int(wire[0])
                while dot < count {
                    let length = text[dot]
                    text[dot] = UInt8(ascii: ".")
                    dot += 1 + Int(length)
                }
                let absolute = UnsafeRawBufferPointer(rebasing: text[0..<count])
                let kept = Self.relativeCount(wire, within: apex, textCount: count)
                let relative = UnsafeRawBufferPointer(rebasing: absolute[0..<kept])
                return body(SearchText(absolute: absolute, relative: relative))
            }
        }
    }

    /// How much of a name's text stands before the dot that joins it to the apex.
    private static func relativeCount(
        _ wire: UnsafeRawBufferPointer, within apex: [UInt8], textCount: Int
    ) -> Int {
        let start = wire.count - apex.count
        guard start > 0, apex.count > 1 else { return textCount }
        let isBelow = apex.withUnsafeBytes { apex in
            var offset = 0
            while offset < apex.count {
                guard wire[start + offset] == asciiLowercased(apex[offset]) else { return false }
                offset += 1
            }
            return true
        }
        guard isBelow else { return textCount }
        var boundary = 0
        while boundary < start { boundary += 1 + Int(wire[boundary]) }
        return boundary == start ? min(textCount, start - 1) : textCount
    }
}

extension Catalog {
    /// Whether a number stands for the same SRV record (owner, target, port) in both catalogs.
    package func isSame(_ instance: InstanceID, in other: Catalog) -> Bool {
        isSame(instance, as: instance, in: other)
    }

    /// Whether two SRV records have the same owner, target and port; priority, weight and TTL may differ.
    package func isSame(_ instance: InstanceID, as twin: InstanceID, in other: Catalog) -> Bool {
        guard instance.row.index < rows.count, twin.row.index < other.rows.count else { return false }
        let (a, b) = (rows[instance.row.index], other.rows[twin.row.index])
        return a.type == .srv && b.type == .srv && a.port == b.port && isSame(a.target, b.target, in: other)
            && isSame(a.owner, b.owner, in: other)
    }

    package func isSame(_ service: ServiceID, in other: Catalog) -> Bool {
        service.index < services.count && service.index < other.services.count
            && isSame(services[service.index].name, other.services[service.index].name, in: other)
    }

    func isSame(_ a: NameID, _ b: NameID, in other: Catalog) -> Bool {
        names.withWire(names.folded(a)) { x in
            other.names.withWire(other.names.folded(b)) { y in
                guard x.count == y.count, let p = x.baseAddress, let q = y.baseAddress else { return false }
                return memcmp(p, q, x.count) == 0
            }
        }
    }
}
