import DNSCore

/// Any text as a master file, which may include itself cut in halves, given in pieces of a size that the first byte chooses:
/// what is read is of the zone, and survives writing and reading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first, let zone else { return 0 }
    let text = Array(input.dropFirst())
    var reader = ZoneFileReader(zone: zone, file: "f", text: pieces(text, of: Int(choice) + 1)) {
        path throws(ZoneFileText.Unreadable) in
        precondition(!path.hasPrefix("/") && !path.split(separator: "/").contains(".."), "out of the folder")
        let half = text.count / 2
        return pieces(path.utf8.count % 2 == 0 ? Array(text.prefix(half)) : Array(text.dropFirst(half)), of: 64)
    }
    var records: [ResourceRecord] = []
    do throws(ZoneFileError) {
        while records.count < 5000, let record = try reader.next() { records.append(record) }
    } catch {
        precondition(error.description.utf8.count < 4 * count + 1200, "an error repeats more than its text")
        precondition((error.line ?? 1) >= 1 && (error.line ?? 1) <= count + 1, "a line that is not there")
        return 0
    }
    guard records.count < 5000 else { return 0 }
    for record in records { precondition(record.name.isEqualOrBelow(zone) && record.ttl < 1 << 31, "no zone data") }
    var writer = ZoneFileWriter(zone: zone, defaultTTL: records.first?.ttl ?? 0)
    var written = ""
    for record in records { writer.write(record, to: &written) }
    precondition(read(written) == records, "what is written reads otherwise")
    return 0
}

private let zone = try? DomainName("svc.example")

private func read(_ text: String) -> [ResourceRecord]? {
    guard let zone else { return nil }
    var reader = ZoneFileReader(zone: zone, file: "again", text: ZoneFileText(text))
    var records: [ResourceRecord] = []
    do { while let record = try reader.next() { records.append(record) } } catch { return nil }
    return records
}

private func pieces(_ text: [UInt8], of size: Int) -> ZoneFileText {
    var rest = text[...]
    return ZoneFileText(pieces: { () throws(ZoneFileText.Unreadable) in
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
    })
}
