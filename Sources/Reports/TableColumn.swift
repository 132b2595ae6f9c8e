import DNSCore
import ServiceCatalog
import Terminal

/// A column of `list`'s table, from left to right.
enum TableColumn: Int, CaseIterable {
    case status
    case zone
    case service
    case instance
    case target
    case port
    case priority
    case weight
    case share
    case now
    case ttl
    case roundTrip
    case addresses
    case reason

    var title: StaticString {
        switch self {
        case .status: "STATUS"
        case .zone: "ZONE"
        case .service: "SERVICE"
        case .instance: "INSTANCE"
        case .target: "TARGET"
        case .port: "PORT"
        case .priority: "PRIO"
        case .weight: "WEIGHT"
        case .share: "SHARE"
        case .now: "NOW"
        case .ttl: "TTL"
        case .roundTrip: "RTT"
        case .addresses: "ADDRESSES"
        case .reason: "REASON"
        }
    }

    /// Numbers end below each other.
    var isRightAligned: Bool {
        switch self {
        case .port, .priority, .weight, .share, .now, .ttl, .roundTrip: true
        default: false
        }
    }

    /// Columns whose text may be cut where the terminal is narrow, and to how much at least.
    var leastWidth: Int? {
        switch self {
        case .zone, .service, .instance, .target: 12
        case .addresses, .reason: 9
        default: nil
        }
    }

    /// What a narrow terminal does without, first to go first.
    static let dispensable: [TableColumn] = [
        .ttl, .zone, .weight, .priority, .addresses, .share, .roundTrip, .instance, .now, .reason, .port,
    ]
}

extension InstanceRow {
    /// A cell's text, as it may be shown on a terminal.
    func append(_ column: TableColumn, of zone: DomainName, _ repertoire: Repertoire, to field: inout FieldText) {
        switch column {
        case .status: field.append(health.status.name)
        case .zone: field.append(zone)
        case .service: field.append(instance.service, relativeTo: zone)
        case .instance: field.append(instance.label.map { Sanitiser.visible($0, repertoire: repertoire) } ?? "")
        case .target: field.append(instance.target, relativeTo: zone)
        case .port: field.append(instance.port)
        case .priority: field.append(instance.priority)
        case .weight: field.append(instance.weight)
        case .share: field.append(percent: share.advertised)
        case .now: field.append(percent: share.effective)
        case .ttl: field.append(instance.ttl)
        case .roundTrip: field.append(roundTrip: health.roundTrip)
        case .addresses: field.append(spaced: instance.addresses) { $0.append($1.description) }
        case .reason: field.append(Sanitiser.visible(reason, repertoire: repertoire))
        }
    }
}

extension FieldText {
    /// `60%`, `33.3%`; what is not quite nothing or not quite all is not shown as that.
    mutating func append(percent share: Double) {
        let tenths = UInt32((max(0, min(1, share)) * 1000).rounded())
        if tenths == 0, share > 0 { return append("<0.1%") }
        if tenths == 1000, share < 1 { return append(">99.9%") }
        append(tenths / 10)
        if tenths % 10 != 0 {
            append(UInt8(ascii: "."))
            append(tenths % 10)
        }
        append(UInt8(ascii: "%"))
    }

    /// Three digits or so: `0.36ms`, `12.4ms`, `134ms`, `2.01s`; nothing while none has been measured.
    mutating func append(roundTrip microseconds: UInt32) {
        switch microseconds {
        case 0: break
        case ..<10_000: append(hundredths: microseconds / 10, unit: "ms")
        case ..<100_000:
            append(microseconds / 1000)
            append(UInt8(ascii: "."))
            append(microseconds / 100 % 10)
            append("ms")
        case ..<1_000_000:
            append(microseconds / 1000)
            append("ms")
        default: append(hundredths: microseconds / 10_000, unit: "s")
        }
    }

    private mutating func append(hundredths: UInt32, unit: String) {
        append(hundredths / 100)
        append(UInt8(ascii: "."))
        append(hundredths % 100, digits: 2)
        append(unit)
    }
}
