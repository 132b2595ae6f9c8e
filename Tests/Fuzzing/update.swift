import DNSCore

/// Any bytes as an UPDATE request: what is accepted survives writing and reading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let message = try? Message(decoding: input.span), let request = try? UpdateRequest(message) else { return 0 }
    precondition(request.description.hasPrefix("zone "), "as text")
    // Decompressed, a request may be too long to be written again.
    guard let bytes = try? request.encoded(id: 7) else {
        precondition(input.count > 1000, "a request that cannot be written")
        return 0
    }
    guard let again = try? UpdateRequest(Message(decoding: bytes)) else { fatalError("what was written is not read") }
    precondition(again == request, "what is read differs from what was written")
    return 0
}
