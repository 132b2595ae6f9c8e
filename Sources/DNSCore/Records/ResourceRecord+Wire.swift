extension ResourceRecord {
    /// Reads the record at the cursor.
    public init(_ reader: inout WireReader) throws(WireError) {
        self = try RecordView(&reader).resourceRecord()
    }

    public func write(to writer: inout WireWriter) throws(WireError) {
        writer.writeCompressed(name)
        writer.write(type.rawValue)
        writer.write(recordClass.rawValue)
        writer.write(ttl)
        try writer.writeWithLength(data.write)
    }
}

/// As dig prints a record: name, TTL, class, type and data in columns.
extension ResourceRecord: CustomStringConvertible {
    public var description: String {
        var text = name.description
        var column = text.utf8.count
        for (start, field) in [(24, "\(ttl)"), (32, "\(recordClass)"), (40, "\(type)"), (48, "\(data)")]
        where !field.isEmpty {
            let target = max(start, column + 1)
            let tabs = target / 8 - column / 8
            let blanks = tabs > 0 ? target % 8 : target - column
            text += String(repeating: "\t", count: tabs) + String(repeating: " ", count: blanks) + field
            column = target + field.utf8.count
        }
        return text
    }
}
