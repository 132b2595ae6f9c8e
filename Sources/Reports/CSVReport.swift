import DNSCore
import ServiceCatalog

/// `list --csv` (RFC 4180): a header, then one line an instance.
///
/// Names are written as in `--json`; `addresses` stand with blanks between them; `txt` holds the character-strings in quotes
/// as a master file has them, with blanks between them.
package struct CSVReport {
    private let snapshot: Snapshot
    private let isIncluded: InstancePredicate?
    private var field = FieldText()
    private var isLineStart = true

    package init(_ snapshot: Snapshot, where isIncluded: InstancePredicate? = nil) {
        self.snapshot = snapshot
        self.isIncluded = isIncluded
    }

    package static let columns = [
        "zone", "service", "instance", "target", "port", "priority", "weight", "ttl", "addresses", "txt", "status",
        "reason", "rtt_ms", "advertised_share", "effective_share", "stranger_share", "owner_uid",
    ]

    package mutating func write(to output: inout Output) {
        output.write(Self.columns.joined(separator: ",") + "\r\n")
        for zone in snapshot.zones {
            zone.forEachRow(at: snapshot.at, where: isIncluded) { row in
                write(row, of: zone.name, to: &output)
                return output.isOpen
            }
        }
    }

    private mutating func write(_ row: InstanceRow, of zone: DomainName, to output: inout Output) {
        let instance = row.instance
        isLineStart = true
        put(to: &output) { $0.append(zone) }
        put(to: &output) { $0.append(instance.service) }
        put(to: &output) { $0.append(instance.owner) }
        put(to: &output) { $0.append(instance.target) }
        put(to: &output) { $0.append(instance.port) }
        put(to: &output) { $0.append(instance.priority) }
        put(to: &output) { $0.append(instance.weight) }
        put(to: &output) { $0.append(instance.ttl) }
        put(to: &output) { $0.append(spaced: instance.addresses) { $0.append($1.description) } }
        put(to: &output) { $0.append(spaced: instance.texts.flatMap(\.strings)) { $0.append(quoted: $1) } }
        put(to: &output) { $0.append(row.health.status.name) }
        put(to: &output) { $0.append(row.reason) }
        put(to: &output) { if row.health.roundTrip > 0 { $0.append(milliseconds: row.health.roundTrip) } }
        put(to: &output) { $0.append(row.share.advertised) }
        put(to: &output) { $0.append(row.share.effective) }
        put(to: &output) { $0.append(row.share.stranger) }
        put(to: &output) { if let owner = row.peer?.evidence.owner { $0.append(owner.user) } }
        output.write("\r\n")
    }

    private mutating func put(to output: inout Output, _ make: (inout FieldText) -> Void) {
        if !isLineStart { output.write(UInt8(ascii: ",")) }
        isLineStart = false
        field.removeAll()
        make(&field)
        guard field.bytes.contains(where: Self.needsQuotes) else { return output.write(field.bytes) }
        output.write(UInt8(ascii: "\""))
        for byte in field.bytes {
            if byte == UInt8(ascii: "\"") { output.write(byte) }
            output.write(byte)
        }
        output.write(UInt8(ascii: "\""))
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0D || byte == 0x0A
    }
}

extension FieldText {
    mutating func append<T>(spaced elements: some Sequence<T>, _ append: (inout FieldText, T) -> Void) {
        var isFirst = true
        for element in elements {
            if !isFirst { self.append(UInt8(ascii: " ")) }
            isFirst = false
            append(&self, element)
        }
    }
}
