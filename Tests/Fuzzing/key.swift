import DNSCore

/// Any text as a key file and as a key argument. Errors and keys show nothing of the secret.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    do {
        for key in try KeyFile(text).keys {
            let secret = Base64.encode(key.secretBytes)
            guard !key.name.description.contains(":") else { continue }
            precondition("\(key)".hasSuffix(":\(key.name)") && "\(key)".hasPrefix("hmac-"), "a key shows more")
            let again = try TSIGKey(argument: "\(key):\(secret)")
            precondition(again == key, "the key as an argument")
        }
    } catch {
        precondition(error.description.utf8.count < 1500, "an error repeats its text")
    }
    _ = try? TSIGKey(argument: text)
    return 0
}
