/// What is wrong with a name in presentation format.
public enum NameError: Error, Equatable, Sendable {
    case emptyLabel
    case labelTooLong
    case nameTooLong
    /// A backslash that is followed by neither a printable character nor three digits up to 255.
    case badEscape
}

extension NameError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .emptyLabel: "a label is empty"
        case .labelTooLong: "a label has more than 63 bytes"
        case .nameTooLong: "the name has more than 255 bytes"
        case .badEscape: "a backslash needs a character or three digits up to 255 after it"
        }
    }
}

/// Presentation format (RFC 1035 section 5.1): labels with dots, `\.` and `\DDD` escapes, a dot at the end.
extension DomainName: CustomStringConvertible {
    /// A name as text. Without a dot at the end it is taken as complete, unless an origin is given.
    public init(_ text: some StringProtocol, origin: DomainName = .root) throws(NameError) {
        try self.init(presentation: text.utf8, origin: origin)
    }

    /// - Parameter text: every escape still in place.
    init(presentation text: some Collection<UInt8>, origin: DomainName) throws(NameError) {
        if text.elementsEqual(".".utf8) { self = .root; return }
        if text.elementsEqual("@".utf8) { self = origin; return }
        var builder = NameBuilder()
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "."): try builder.endLabel()
            case UInt8(ascii: "\\"): try builder.append(Self.unescape(&bytes))
            default: try builder.append(byte)
            }
        }
        if !builder.isAtLabelStart {
            try builder.endLabel()
            try builder.append(origin)
        } else if text.isEmpty {
            throw .emptyLabel
        }
        self = builder.name
    }

    static func unescape(_ bytes: inout some IteratorProtocol<UInt8>) throws(NameError) -> UInt8 {
        guard let first = bytes.next() else { throw .badEscape }
        guard let hundreds = decimalDigit(first) else { return first }
        guard let tens = bytes.next().flatMap(decimalDigit), let ones = bytes.next().flatMap(decimalDigit),
            let value = UInt8(exactly: 100 * hundreds + 10 * tens + ones)
        else { throw .badEscape }
        return value
    }

    public var description: String { isRoot ? "." : text(labelCount, ending: ".") }

    /// The name without the part that `origin` gives; `@` for the origin itself, absolute when it lies elsewhere.
    public func description(relativeTo origin: DomainName) -> String {
        guard !origin.isRoot, isEqualOrBelow(origin) else { return description }
        let kept = labelCount - origin.labelCount
        return kept == 0 ? "@" : text(kept, ending: "")
    }

    /// The first labels.
    private func text(_ count: Int, ending: String) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(wire.count + 8)
        var start = 0
        for index in 0..<count {
            if index > 0 { text.append(UInt8(ascii: ".")) }
            let end = start + 1 + Int(wire[start])
            for byte in wire[(start + 1)..<end] { Self.escape(byte, into: &text) }
            start = end
        }
        text.append(contentsOf: ending.utf8)
        return String(decoding: text, as: UTF8.self)
    }

    /// One byte of a label as master files write it.
    private static func escape(_ byte: UInt8, into text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "$"):
            text.append(UInt8(ascii: "\\"))
            text.append(byte)
        case 0x21...0x7E:
            text.append(byte)
        default:
            appendDecimalEscape(byte, to: &text)
        }
    }
}

func decimalDigit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
}

/// A byte as `\DDD`.
func appendDecimalEscape(_ byte: UInt8, to text: inout [UInt8]) {
    let zero = UInt8(ascii: "0")
    text.append(contentsOf: [UInt8(ascii: "\\"), zero + byte / 100, zero + byte / 10 % 10, zero + byte % 10])
}
