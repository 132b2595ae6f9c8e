import DNSCore
import ServiceCatalog

/// What is going on in one line: `example.: 120,000 of about 400,000 records, 6.2 MB, 3.1 MB/s`.
package struct ProgressLine: CustomStringConvertible {
    package let description: String

    /// - Parameter zone: nil for one of several.
    package init(zone: DomainName?, _ progress: LoadProgress, at now: Timestamp) {
        let expected = progress.expectedRecords > 0 ? " of about \(Self.grouped(progress.expectedRecords))" : ""
        var text = zone.map { "\($0): " } ?? ""
        text += "\(Self.grouped(progress.records))\(expected) records, \(Self.size(progress.bytes))"
        let milliseconds = now.duration(since: progress.startedAt) / .milliseconds(1)
        if milliseconds >= 100 {
            text += ", \(Self.size(Int((Double(progress.bytes) * 1000 / milliseconds).rounded())))/s"
        }
        description = text
    }

    package init(settled: Int, of count: Int) {
        description = "\(Self.grouped(settled)) of \(Self.grouped(count)) endpoints probed"
    }

    /// Digits in threes.
    static func grouped(_ number: Int) -> String {
        var text = String(number)
        var position = text.count - 3
        while position > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: position))
            position -= 3
        }
        return text
    }

    /// Bytes in decimal units.
    static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(max(0, bytes))
        var unit = 0
        while value >= 999.95, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
