/// Presentation format (RFC 9460 section 2.1): `key`, `key=value` or `key="value"`.
extension ServiceParameter: CustomStringConvertible {
    init(_ word: RecordTextReader.Word) throws(RecordTextError) {
        let name = word.text.prefix { $0 != UInt8(ascii: "=") }
        guard !word.isQuoted, let key = ServiceParameterKey(String(decoding: name, as: UTF8.self)) else {
            throw .notA("a service parameter", word.text, at: word.offset)
        }
        let text = Self.withoutQuotationMarks(word.text.dropFirst(name.count + 1))
        let isGeneric = name.starts(with: "key".utf8)
        self.init(key: key, value: try Self.value(text, isGeneric ? .opaque : key.format))
        guard isWellFormed else { throw .notA("a sound value", word.text, at: word.offset) }
    }

    private static func withoutQuotationMarks(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let mark = UInt8(ascii: "\"")
        return text.count >= 2 && text.first == mark && text.last == mark ? text.dropFirst().dropLast() : text
    }

    /// - Parameter text: every escape still in place.
    private static func value(
        _ text: ArraySlice<UInt8>, _ format: ServiceParameterKey.Format
    ) throws(RecordTextError) -> [UInt8] {
        let offset = text.startIndex
        switch format {
        case .opaque, .nothing:
            return try RecordTextReader.unescape(text)
        case .strings:
            return try stringList(RecordTextReader.unescape(text), at: offset)
        case .port:
            guard let port: UInt16 = RecordTextReader.decimal(text) else { throw .notA("a port", text, at: offset) }
            return bigEndian(port)
        case .base64:
            guard let bytes = Base64.decode(text) else { throw .notA("Base64", text, at: offset) }
            return bytes
        case .keys, .ipv4, .ipv6:
            var value: [UInt8] = []
            for item in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                guard let bytes = element(item, format) else {
                    throw .notA("a list element", item, at: item.startIndex)
                }
                value += bytes
            }
            return format == .keys ? sortedPairs(value) : value
        }
    }

    private static func element(_ item: ArraySlice<UInt8>, _ format: ServiceParameterKey.Format) -> [UInt8]? {
        let text = String(decoding: item, as: UTF8.self)
        return switch format {
        case .keys: ServiceParameterKey(text).map { bigEndian($0.rawValue) }
        case .ipv4: IPv4Address(text)?.bytes
        case .ipv6: IPv6Address(text)?.bytes
        default: nil
        }
    }

    /// Items between commas; `\,` is a comma within one and `\\` a backslash (RFC 9460 appendix A.1).
    private static func stringList(_ text: [UInt8], at offset: Int) throws(RecordTextError) -> [UInt8] {
        var items: [[UInt8]] = [[]]
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: ","):
                items.append([])
            case UInt8(ascii: "\\"):
                guard let next = bytes.next(), next == UInt8(ascii: ",") || next == UInt8(ascii: "\\") else {
                    throw RecordTextError(.badEscape, at: offset)
                }
                items[items.count - 1].append(next)
            default:
                items[items.count - 1].append(byte)
            }
        }
        guard items.allSatisfy({ $0.count <= 255 }) else { throw .notA("a list of short strings", text, at: offset) }
        return items.flatMap { [UInt8($0.count)] + $0 }
    }

    private static func sortedPairs(_ value: [UInt8]) -> [UInt8] {
        ServiceParameterKey.list(value).map(\.rawValue).sorted().flatMap(bigEndian)
    }

    private static func bigEndian(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    public var description: String {
        guard !value.isEmpty else { return key.description }
        return isWellFormed ? "\(key)=\(valueDescription)" : "key\(key.rawValue)=\(quoted(value))"
    }

    private var valueDescription: String {
        switch key.format {
        case .opaque, .nothing: quoted(value)
        case .keys: ServiceParameterKey.list(value).map(\.description).joined(separator: ",")
        case .strings: quoted((strings ?? []).map(Self.escapedItem).joined(separator: [UInt8(ascii: ",")]))
        case .port: String(UInt16(value[0]) << 8 | UInt16(value[1]))
        case .ipv4: addresses(of: 4) { IPv4Address(bytes: $0)?.description }
        case .ipv6: addresses(of: 16) { IPv6Address(bytes: $0)?.description }
        case .base64: Base64.encode(value)
        }
    }

    private static func escapedItem(_ item: ArraySlice<UInt8>) -> [UInt8] {
        item.flatMap { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
    }

    private func addresses(of size: Int, _ text: (ArraySlice<UInt8>) -> String?) -> String {
        stride(from: 0, to: value.count, by: size).compactMap { text(value[$0..<min($0 + size, value.count)]) }
            .joined(separator: ",")
    }
}
