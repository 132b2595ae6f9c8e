import DNSCore
import ServiceCatalog
import Terminal

/// `list` for people: aligned columns, one instance a line.
///
/// The rows are gone through twice, first for the widths: nothing is kept of them. Columns that would be empty are left out,
/// and where the terminal is narrower than the table, long texts are cut and lesser columns left out.
package struct TableReport {
    /// How the terminal wants it.
    package struct Format: Hashable, Sendable {
        /// Columns of the terminal; nil for as many as it takes.
        package var width: Int?
        package var hasColours: Bool
        package var repertoire: Repertoire
        /// Whether a last line tells zone, serial, server and counts.
        package var hasSummary: Bool

        package init(
            width: Int? = nil, hasColours: Bool = false, repertoire: Repertoire = .unicode, hasSummary: Bool = false
        ) {
            self.width = width
            self.hasColours = hasColours
            self.repertoire = repertoire
            self.hasSummary = hasSummary
        }
    }

    private let snapshot: Snapshot
    private let isIncluded: InstancePredicate?
    private let format: Format
    private var field = FieldText()
    /// Blanks that are due before the next text of a line: none stand at its end.
    private var blanks = 0

    package init(_ snapshot: Snapshot, _ format: Format, where isIncluded: InstancePredicate? = nil) {
        self.snapshot = snapshot
        self.format = format
        self.isIncluded = isIncluded
    }

    package mutating func write(to output: inout Output) {
        let layout = TableLayout(contentWidths: measure(), width: format.width)
        writeHeader(layout, to: &output)
        for zone in snapshot.zones {
            zone.forEachRow(at: snapshot.at, where: isIncluded) { row in
                write(row, of: zone.name, layout, to: &output)
                return output.isOpen
            }
        }
        guard format.hasSummary else { return }
        for zone in snapshot.zones {
            let text = ZoneSummary(zone, at: snapshot.at).description
            output.write("\n" + Sanitiser.visible(text, repertoire: format.repertoire))
        }
        output.write("\n")
    }

    /// The widest content of every column.
    private mutating func measure() -> [Int] {
        var widths = TableColumn.allCases.map { _ in 0 }
        for zone in snapshot.zones {
            zone.forEachRow(at: snapshot.at, where: isIncluded) { row in
                for column in TableColumn.allCases where column != .zone || snapshot.zones.count > 1 {
                    make(column, row, of: zone.name)
                    widths[column.rawValue] = max(widths[column.rawValue], columns(of: field))
                }
                return true
            }
        }
        return widths
    }

    private mutating func make(_ column: TableColumn, _ row: InstanceRow, of zone: DomainName) {
        field.removeAll()
        row.append(column, of: zone, format.repertoire, to: &field)
    }

    private func columns(of field: FieldText) -> Int {
        if field.bytes.allSatisfy({ $0 < 0x80 }) { return field.bytes.count }
        return TextWidth.columns(of: String(decoding: field.bytes, as: UTF8.self), repertoire: format.repertoire)
    }
}

// MARK: - Lines

extension TableReport {
    private mutating func writeHeader(_ layout: TableLayout, to output: inout Output) {
        if format.hasColours { output.write("\u{1B}[1m") }
        for column in layout.columns {
            field.removeAll()
            field.append(column.title.description)
            writeCell(column, layout, to: &output)
        }
        output.write(format.hasColours ? "\u{1B}[0m\n" : "\n")
    }

    private mutating func write(
        _ row: InstanceRow, of zone: DomainName, _ layout: TableLayout, to output: inout Output
    ) {
        for column in layout.columns {
            make(column, row, of: zone)
            let isColoured = format.hasColours && column == .status
            if isColoured { output.write(row.health.status.colour) }
            writeCell(column, layout, to: &output)
            if isColoured { output.write("\u{1B}[0m") }
        }
        output.write(UInt8(ascii: "\n"))
    }

    private mutating func writeCell(_ column: TableColumn, _ layout: TableLayout, to output: inout Output) {
        let width = layout.width(of: column)
        let spare = width - fit(into: width)
        if column == layout.columns.first { blanks = 0 } else { blanks += TableLayout.gap }
        if column.isRightAligned { blanks += spare }
        if !field.bytes.isEmpty {
            output.write(UInt8(ascii: " "), times: blanks)
            output.write(field.bytes)
            blanks = 0
        }
        if !column.isRightAligned { blanks += spare }
    }

    /// Cuts the field's text where it is too long.
    /// - Returns: The columns that it takes.
    private mutating func fit(into width: Int) -> Int {
        let used = columns(of: field)
        guard used > width else { return used }
        let text = String(decoding: field.bytes, as: UTF8.self)
        let cut = text.prefix(columns: width - 1, format.repertoire)
        field.removeAll()
        field.append(cut + (format.repertoire == .ascii ? "~" : "…"))
        return columns(of: field)
    }
}

extension Status {
    /// SGR: red for what is broken, yellow for what may break, green for what is verified.
    fileprivate var colour: StaticString {
        switch self {
        case .impostor, .down, .stale, .dangling: "\u{1B}[31m"
        case .flapping, .suspect, .degraded: "\u{1B}[33m"
        case .up, .dormant: "\u{1B}[32m"
        case .unknown, .unavailable, .withdrawn: "\u{1B}[2m"
        }
    }
}

extension String {
    /// As many whole characters as fit.
    fileprivate func prefix(columns: Int, _ repertoire: Repertoire) -> String {
        var rest = columns
        var end = startIndex
        for index in indices {
            rest -= TextWidth.columns(of: String(self[index]), repertoire: repertoire)
            guard rest >= 0 else { break }
            end = self.index(after: index)
        }
        return String(self[..<end])
    }
}
