import DNSCore

/// Any bytes as a name in wire form, as a name in a message, and as a name in presentation format.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    if let name = try? DomainName(wire: Array(input)) {
        precondition(name.wire == Array(input), "an uncompressed name is its own wire form")
        check(name)
    }
    if let offset = input.first {
        var reader = WireReader(input.span, at: Int(offset))
        if let name = try? reader.readName() { check(name) }
        var skipper = WireReader(input.span, at: Int(offset))
        if (try? skipper.skipName()) == nil {
            var again = WireReader(input.span, at: Int(offset))
            precondition((try? again.readName()) == nil, "what cannot be passed over cannot be read")
        }
    }
    if let name = try? DomainName(String(decoding: input, as: UTF8.self)) { check(name) }
    return 0
}

private func check(_ name: DomainName) {
    precondition((1...255).contains(name.wire.count), "length")
    precondition((try? DomainName(wire: name.wire))?.wire == name.wire, "wire form")
    precondition((try? DomainName(name.description))?.wire == name.wire, "text")
    precondition((try? DomainName(labels: name.labels))?.wire == name.wire, "labels")
    let lower = name.lowercased
    precondition(lower == name && lower.hashValue == name.hashValue && !(lower < name) && !(name < lower), "case")
    precondition(name.isEqualOrBelow(name) && name.isEqualOrBelow(.root), "ancestry")
    if let parent = name.parent {
        precondition(name.isEqualOrBelow(parent) && parent < name && parent.labelCount + 1 == name.labelCount, "parent")
        let relative = name.description(relativeTo: parent)
        precondition((try? DomainName(relative, origin: parent))?.wire == name.wire, "relative text")
    }
}
