import DNSCore

/// Records one after the other as they go on the wire, without compression: how a change is kept.
enum RecordList {
    static func encode(_ records: [ResourceRecord]) throws(WireError) -> [UInt8] {
        var writer = WireWriter(compressing: false)
        for record in records { try record.write(to: &writer) }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(WireError) -> [ResourceRecord] {
        var reader = WireReader(bytes.span)
        var records: [ResourceRecord] = []
        while reader.remaining > 0 { records.append(try ResourceRecord(&reader)) }
        return records
    }
}
