import DNSCore

/// Any text as the data of a record, whose type the first byte chooses: what is accepted survives on the wire and as text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let type = types[Int(choice) % types.count]
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    _ = IPAddress(text)
    guard let data = try? RecordData(type: type, text: text) else { return 0 }
    guard let bytes = try? data.encoded() else { fatalError("data from text cannot be written") }
    var reader = WireReader(bytes.span)
    precondition((try? RecordData(type: type, reader: &reader)) == data, "data on the wire")
    precondition((try? RecordData(type: type, text: data.description)) == data, "data as text")
    return 0
}

private let types: [RecordType] = [
    .a, .aaaa, .ns, .soa, .mx, .txt, .srv, .tlsa, .svcb, .caa, .ds, .dnskey, .rrsig, .nsec, .nsec3, .key, .opt, .tsig,
    RecordType(rawValue: 65_280),
]
