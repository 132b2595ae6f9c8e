import Glibc

/// The text of a host: an address of either family, or a name.
enum HostText {
    /// Checks `text` and brings it into the form that compares: addresses as the system prints them, names in lower case.
    static func canonical(_ text: String) throws(ServerAddressError) -> String {
        if text.contains(":") { return try canonicalIPv6(text) }
        if let address = canonicalIPv4(text) { return address }
        // What consists of digits and dots only would be read by the resolver in ways that nobody means.
        guard !text.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || isDigit($0) }) else {
            throw text.isEmpty ? .empty : .notAnAddress(text)
        }
        guard isName(text) else { throw .badHost(text) }
        return text.lowercased()
    }

    static func isAddress(_ host: String) -> Bool { host.contains(":") || canonicalIPv4(host) != nil }

    private static func canonicalIPv4(_ text: String) -> String? {
        var address = [UInt8](repeating: 0, count: 4)
        guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        guard inet_ntop(AF_INET, &address, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return string(buffer)
    }

    private static func canonicalIPv6(_ text: String) throws(ServerAddressError) -> String {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        var address = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, String(parts[0]), &address) == 1 else { throw .notAnAddress(text) }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &buffer, socklen_t(buffer.count)) != nil else { throw .notAnAddress(text) }
        guard parts.count == 2 else { return string(buffer) }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notAnAddress(text) }
        return "\(string(buffer))%\(parts[1])"
    }

    private static func isName(_ text: String) -> Bool {
        let name = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard (1...253).contains(name.utf8.count) else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy {
                    isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func string(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
