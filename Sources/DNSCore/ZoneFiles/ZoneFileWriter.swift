/// Writes a zone as a master file (RFC 1035 section 5) record by record, to be read by people and by every server.
///
/// Owners are relative to the zone and stand once for all their records that follow each other; a TTL is left out where it
/// is that of `$TTL`. Types without a form of their own are written as `TYPE123 \# …` (RFC 3597 section 5), which servers
/// that have never heard of them read, too.
public struct ZoneFileWriter {
    private let zone: DomainName
    private let defaultTTL: UInt32
    private var owner: DomainName?

    /// Where TTL, class, type and data begin.
    private static let columns = (ttl: 32, recordClass: 40, type: 44, data: 56)

    /// - Parameter defaultTTL: seconds, up to 2^31 - 1.
    public init(zone: DomainName, defaultTTL: UInt32) {
        self.zone = zone
        self.defaultTTL = defaultTTL
    }

    /// Writes one more record, before the first one also `$ORIGIN` and `$TTL`. The SOA should come first. What no zone can
    /// hold is left out.
    public mutating func write(_ record: ResourceRecord, to output: inout some TextOutputStream) {
        guard record.type.isZoneData, record.recordClass == .in else { return }
        if case .empty = record.data { return }
        if owner == nil { output.write("$ORIGIN \(zone)\n$TTL \(defaultTTL)\n") }
        // The case of an owner's letters is kept: another spelling is written again.
        let isSameOwner = owner?.wire == record.name.wire
        owner = record.name
        var line = Line()
        line.append(isSameOwner ? "" : Self.nameText(record.name, in: zone), before: Self.columns.ttl)
        line.append(record.ttl == defaultTTL ? "" : "\(record.ttl)", before: Self.columns.recordClass)
        line.append("IN", before: Self.columns.type)
        line.append(Self.typeText(of: record.data), before: Self.columns.data)
        output.write(line.text)
        output.write(Self.dataText(of: record.data))
        output.write("\n")
    }

    private static func typeText(of data: RecordData) -> String {
        if case .opaque(let type, _) = data { return "TYPE\(type.rawValue)" }
        return "\(data.type)"
    }

    private static func dataText(of data: RecordData) -> String {
        switch data {
        case .soa(let soa): soaText(of: soa)
        case .ns(let name), .cname(let name), .ptr(let name): nameText(name)
        case .srv(let place): "\(place.priority) \(place.weight) \(place.port) \(nameText(place.target))"
        default: data.description
        }
    }

    /// With a backslash before every mark that some server wants one before: Knot does so before a comma.
    private static func nameText(_ name: DomainName, in zone: DomainName = .root) -> String {
        if name == zone, !zone.isRoot { return "@" }
        var text = ""
        var isEscaped = false
        for character in zone.isRoot ? name.description : name.description(relativeTo: zone) {
            let isPlain = character.isLetter || character.isNumber || "-_/*.\\".contains(character)
            text += isPlain || isEscaped ? "\(character)" : "\\\(character)"
            isEscaped = !isEscaped && character == "\\"
        }
        return text
    }

    private static func soaText(of soa: StartOfAuthority) -> String {
        let fields = [
            (soa.serial.rawValue, "serial"), (soa.refresh, "refresh: \(TTLText.units(soa.refresh))"),
            (soa.retry, "retry: \(TTLText.units(soa.retry))"), (soa.expire, "expire: \(TTLText.units(soa.expire))"),
            (soa.minimum, "negative answers: \(TTLText.units(soa.minimum))"),
        ]
        let lines = fields.map { value, meaning in
            var line = Line()
            line.append("", before: columns.data)
            line.append("\(value)", before: columns.data + 11)
            return "\(line.text); \(meaning)\n"
        }
        var end = Line()
        end.append("", before: columns.data)
        return "\(nameText(soa.primary)) \(nameText(soa.mailbox)) (\n\(lines.joined())\(end.text))"
    }

    /// Fields in columns, at least one blank after each.
    private struct Line {
        var text = ""
        private var column = 0

        mutating func append(_ field: String, before next: Int) {
            let end = column + field.utf8.count
            // What is blank at the beginning of a line means something: the owner of the line before.
            let blanks = max(next - end, 1)
            text += field + String(repeating: " ", count: blanks)
            column = end + blanks
        }
    }
}
