import DNSCore

/// Any bytes: what is accepted as a message survives writing and reading, and its records survive as text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let message = try? Message(decoding: input.span) else { return 0 }
    // Decompressed, a message may be too long to be written again.
    guard let bytes = try? message.encoded() else { return 0 }
    guard let again = try? Message(decoding: bytes) else { fatalError("what was written is not read") }
    precondition(again == message, "what is read differs from what was written")
    precondition((try? again.encoded()) == bytes, "writing the same twice differs")
    for record in message.answers + message.authorities + message.additionals { check(record) }
    return 0
}

private func check(_ record: ResourceRecord) {
    precondition((try? DomainName(record.name.description))?.wire == record.name.wire, "name as text")
    let text = "\(record)"
    precondition(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x09 }, "text beyond ASCII")
    switch record.data {
    case .empty, .opt, .tsig: return
    default:
        let data = try? RecordData(type: record.type, recordClass: record.recordClass, text: record.data.description)
        precondition(data == record.data, "data as text")
        precondition((try? data?.encoded()) == (try? record.data.encoded()), "the text's bytes")
    }
}
