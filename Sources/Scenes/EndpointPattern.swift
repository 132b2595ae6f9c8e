import DNSCore
import ServiceCatalog

/// Which endpoints something is said of: `web*`, `web1:8080`, `10.0.0.1:*`, by target or address, `*` and `?` as in a shell.
struct EndpointPattern: Hashable, Sendable {
    private let host: [UInt8]
    private let port: [UInt8]?
    let text: String

    init(_ text: String) {
        self.text = text
        let bytes = Array(text.lowercased().utf8)
        let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        let digits = colon.map { bytes[($0 + 1)...] } ?? []
        // An IPv6 address has colons, too: a port stands behind one with brackets only.
        let isBare = bytes.count { $0 == UInt8(ascii: ":") } > 1 && bytes.first != UInt8(ascii: "[")
        if let colon, !isBare {
            host = bytes[..<colon].filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
            port = Array(digits)
        } else {
            host = bytes
            port = nil
        }
    }

    /// - Parameter hosts: everything that the endpoint's host is called.
    func matches(_ hosts: some Sequence<String>, port number: UInt16) -> Bool {
        if let port, !Self.matches(port[...], Array(String(number).utf8)[...]) { return false }
        return hosts.contains { Self.matches(host[...], Array($0.lowercased().utf8)[...]) }
    }

    /// In time proportional to the product of both lengths at the most.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (pattern, text) = (pattern, text)
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while true {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (pattern, text)
            } else if let wanted = pattern.first, let byte = text.first, wanted == UInt8(ascii: "?") || wanted == byte {
                pattern = pattern.dropFirst()
                text = text.dropFirst()
            } else if pattern.isEmpty, text.isEmpty {
                return true
            } else if let last = retry, !last.text.isEmpty {
                retry = (last.pattern, last.text.dropFirst())
                (pattern, text) = (last.pattern, last.text.dropFirst())
            } else {
                return false
            }
        }
    }
}
