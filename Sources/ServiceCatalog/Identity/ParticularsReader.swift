import DNSCore

/// Reads the particulars of instances out of a catalog, each owner's TXT records once while its instances are asked for in
/// a row: a name may have a million.
///
/// To be dropped when the catalog changes.
package struct ParticularsReader: Sendable {
    /// Which of a name's instances a TXT record is about, by its `target=` and `port=`.
    private struct Place: Hashable {
        var target: DomainName?
        var port: UInt16?
    }

    private var owner = NameID.none
    private var byPlace: [Place: Particulars] = [:]

    /// TXT records at one name beyond these are not looked at.
    private static let mostRecords = 4096

    package init() {}

    /// Nil for an instance of which nothing is said.
    package mutating func particulars(of instance: InstanceID, in catalog: Catalog) -> Particulars? {
        let row = catalog.rows[instance.row.index]
        let owner = catalog.names.folded(row.owner)
        if owner != self.owner { read(owner, in: catalog) }
        var particulars = Particulars()
        if !byPlace.isEmpty {
            let target = byPlace.count == 1 && byPlace[Place()] != nil ? nil : catalog.names.name(row.target)
            for place in [Place(target: target, port: row.port), Place(target: target), Place(port: row.port), Place()]
            where place == Place() || target != nil {
                if let found = byPlace[place] { particulars.add(found) }
            }
        }
        particulars.identity.pins.formUnion(catalog.pins(at: row))
        return particulars.isEmpty ? nil : particulars
    }

    private mutating func read(_ owner: NameID, in catalog: Catalog) {
        self.owner = owner
        byPlace = [:]
        var left = Self.mostRecords
        catalog.forEachRecord(at: owner) { _, row in
            guard row.type == .txt, left > 0, catalog.withData(of: row, Self.isTelling) else { return }
            left -= 1
            let texts = catalog.withData(of: row) { TextStrings(splitting: $0) }
            guard let place = Self.place(texts) else { return }
            byPlace[place, default: Particulars()].add(Particulars(texts))
        }
        byPlace = byPlace.filter { !$0.value.isEmpty }
    }

    /// Nil where the record is about an instance that cannot be.
    private static func place(_ texts: TextStrings) -> Place? {
        var place = Place()
        if case .bytes(let bytes) = texts["target"] {
            guard let name = try? DomainName(String(decoding: bytes, as: UTF8.self)) else { return nil }
            place.target = name
        }
        if case .bytes(let bytes) = texts["port"] {
            guard let port = UInt16(String(decoding: bytes, as: UTF8.self)) else { return nil }
            place.port = port
        }
        return place
    }

    private static let keys: [StaticString] = ["uid=", "pin=", "probe=", "path=", "status=", "activation="]

    /// Whether one of a TXT record's strings has a key that matters: most have none, and are not taken apart.
    private static func isTelling(_ rdata: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position < rdata.count {
            let start = position + 1
            let end = min(rdata.count, start + Int(rdata[position]))
            for key in keys where key.utf8CodeUnitCount <= end - start {
                let isSame = key.withUTF8Buffer { key in
                    key.indices.allSatisfy { asciiLowercased(rdata[start + $0]) == key[$0] }
                }
                if isSame { return true }
            }
            position = end
        }
        return false
    }
}

extension Catalog {
    /// The keys that TLSA records `3 1 1` at `_port._tcp.target` pin (RFC 6698 section 3).
    fileprivate func pins(at row: RecordRow) -> Set<CertificatePin> {
        guard certificateRecordCount > 0, let name = try? names.name(row.target).prepending("_tcp".utf8),
            let name = try? name.prepending("_\(row.port)".utf8), let id = names.find(name)
        else { return [] }
        var pins: Set<CertificatePin> = []
        forEachRecord(at: id) { _, row in
            guard row.type == .tlsa else { return }
            withData(of: row) { rdata in
                guard rdata.count > 3, rdata[0] == 3, rdata[1] == 1, rdata[2] == 1 else { return }
                if let pin = CertificatePin(digest: Array(rdata[3...])) { pins.insert(pin) }
            }
        }
        return pins
    }
}
