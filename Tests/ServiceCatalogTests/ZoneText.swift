import DNSCore
import ServiceCatalog

/// Lines of a zone as tests write them, `NAME TTL TYPE RDATA`, loaded the way a transfer would.
enum ZoneText {
    struct BadLine: Error {
        var line: String
    }

    static func records(_ text: String, origin: DomainName) throws -> [ResourceRecord] {
        try text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
            guard !fields.isEmpty else { return nil }
            guard fields.count == 4, let ttl = UInt32(fields[1]), let type = RecordType(String(fields[2])) else {
                throw BadLine(line: String(line))
            }
            let data = try RecordData(type: type, text: fields[3], origin: origin)
            return ResourceRecord(name: try DomainName(fields[0], origin: origin), ttl: ttl, data: data)
        }
    }

    static func message(of records: [ResourceRecord]) throws -> [UInt8] {
        try Message(header: Header(id: 1, isResponse: true), answers: records).encoded()
    }
}

extension CatalogLoader {
    mutating func feed(_ records: [ResourceRecord], _ body: (inout CatalogLoader, borrowing RecordView) throws -> Void)
        throws
    {
        for start in stride(from: 0, to: records.count, by: 20) {
            let message = try ZoneText.message(of: Array(records[start..<min(start + 20, records.count)]))
            beginMessage()
            var reader = WireReader(message.span, at: 6)
            let count = try reader.readUInt16()
            try reader.skip(4)
            for _ in 0..<count { try body(&self, RecordView(&reader)) }
        }
    }
}

extension Catalog {
    static let origin = (try? DomainName("svc.test.")) ?? .root

    static func soa(_ serial: UInt32) -> StartOfAuthority {
        StartOfAuthority(
            primary: origin, mailbox: origin, serial: Serial(rawValue: serial), refresh: 1, retry: 1, expire: 1,
            minimum: 1)
    }

    /// What the catalog becomes by a whole transfer of `text`.
    func replaced(with text: String, serial: UInt32 = 1) throws -> (catalog: Catalog, changes: CatalogChanges) {
        var loader = CatalogLoader(self)
        loader.beginReplacement()
        try loader.feed(ZoneText.records(text, origin: Self.origin)) { try $0.add($1) }
        try loader.commit(soa: Self.soa(serial))
        return (loader.catalog, loader.changes)
    }

    /// What the catalog becomes by one difference.
    func changed(
        removing old: String, adding new: String, serial: UInt32 = 2
    ) throws -> (catalog: Catalog, changes: CatalogChanges) {
        var loader = CatalogLoader(self)
        try loader.feed(ZoneText.records(old, origin: Self.origin)) { try $0.remove($1) }
        try loader.feed(ZoneText.records(new, origin: Self.origin)) { try $0.add($1) }
        try loader.commit(soa: Self.soa(serial))
        return (loader.catalog, loader.changes)
    }

    static func loaded(_ text: String) throws -> Catalog {
        try Catalog(apex: origin).replaced(with: text).catalog
    }

    /// Every instance as one line, in the order of their names: what a catalog holds, whatever its row numbers are.
    var lines: [String] {
        var lines: [String] = []
        forEachInstance { id in
            let instance = self.instance(id)
            let texts = instance.texts.map {
                $0.strings.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
            }
            lines.append(
                "\(instance.service) \(instance.label ?? "-") \(instance.priority) \(instance.weight) \(instance.port) "
                    + "\(instance.target) \(instance.ttl) \(instance.addresses.map(\.description).sorted()) \(texts.sorted())"
            )
        }
        return lines.sorted()
    }
}
