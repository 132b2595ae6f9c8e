import DNSCore

extension Catalog {
    /// Brings `servicesByName` up to date with what has come and gone.
    mutating func sortServices() {
        var fresh: [SortKey] = []
        var hasLost = false
        for service in relisted {
            let isPresent = services[service.index].instanceCount > 0
            if isPresent, !services[service.index].isListed { fresh.append(sortKey(service)) }
            hasLost = hasLost || !isPresent
            services[service.index].isListed = isPresent
        }
        relisted = []
        fresh.sort(by: precedes)
        if hasLost { servicesByName.removeAll { services[$0.index].instanceCount == 0 } }
        if !fresh.isEmpty { servicesByName = merge(servicesByName, fresh) }
    }

    private func merge(_ kept: [ServiceID], _ fresh: [SortKey]) -> [ServiceID] {
        var merged: [ServiceID] = []
        merged.reserveCapacity(kept.count + fresh.count)
        var rest = kept[...]
        for key in fresh {
            // Most changes are few: look for each one's place by halving.
            let place = rest.partitioningIndex { !precedes(sortKey($0), key) }
            merged.append(contentsOf: rest[..<place])
            merged.append(key.service)
            rest = rest[place...]
        }
        merged.append(contentsOf: rest)
        return merged
    }

    /// The first sixteen bytes of a name as people read it, in lower case, to compare most names by.
    private struct SortKey {
        var high: UInt64
        var low: UInt64
        var service: ServiceID
    }

    private func sortKey(_ service: ServiceID) -> SortKey {
        names.withWire(names.folded(services[service.index].name)) { wire in
            var high: UInt64 = 0
            var low: UInt64 = 0
            var nextLength = Int(wire[0]) + 1
            for position in 1..<17 {
                var byte: UInt8 = 0
                if position < wire.count {
                    byte = wire[position]
                    if position == nextLength {
                        nextLength += Int(byte) + 1
                        byte = 0
                    }
                }
                high = high << 8 | low >> 56
                low = low << 8 | UInt64(byte)
            }
            return SortKey(high: high, low: low, service: service)
        }
    }

    private func precedes(_ a: SortKey, _ b: SortKey) -> Bool {
        if a.high != b.high { return a.high < b.high }
        if a.low != b.low { return a.low < b.low }
        return names.withWire(names.folded(services[a.service.index].name)) { x in
            names.withWire(names.folded(services[b.service.index].name)) { y in
                Self.reads(x, before: y)
            }
        }
    }

    /// Label by label from the left, as bytes.
    private static func reads(_ x: UnsafeRawBufferPointer, before y: UnsafeRawBufferPointer) -> Bool {
        var i = 0
        var j = 0
        while i < x.count, j < y.count {
            let a = x[(i + 1)..<(i + 1 + Int(x[i]))]
            let b = y[(j + 1)..<(j + 1 + Int(y[j]))]
            if a.lexicographicallyPrecedes(b) { return true }
            if b.lexicographicallyPrecedes(a) { return false }
            i += 1 + a.count
            j += 1 + b.count
        }
        return x.count - i < y.count - j
    }
}

extension ArraySlice {
    /// The first position at which `isInSecondPart` holds, given that it holds for all that follow.
    fileprivate func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
