/// Where a server is: a host, by address or by name, and a port.
public struct ServerAddress: Hashable, Sendable {
    /// An IPv4 address, an IPv6 address (which may end with `%` and an interface), or a name in lower case.
    public let host: String
    /// Without one: 53, or 853 for TLS.
    public var port: UInt16?

    public static let plainPort: UInt16 = 53
    /// RFC 7858 section 3.1.
    public static let tlsPort: UInt16 = 853

    /// - Parameter host: without a port, an IPv6 address without brackets.
    public init(host: String, port: UInt16? = nil) throws(ServerAddressError) {
        self.host = try HostText.canonical(host)
        self.port = port
    }

    /// `HOST`, `HOST:PORT`, `HOST@PORT`, `[IPv6]`, `[IPv6]:PORT`, or an IPv6 address alone.
    public init(_ text: some StringProtocol) throws(ServerAddressError) {
        let (host, port) = try Self.split(String(text))
        try self.init(host: host, port: try port.map(Self.port))
    }

    public func port(usingTLS: Bool) -> UInt16 {
        port ?? (usingTLS ? Self.tlsPort : Self.plainPort)
    }

    private static func split(_ text: String) throws(ServerAddressError) -> (host: String, port: String?) {
        guard !text.isEmpty else { throw .empty }
        if text.hasPrefix("[") { return try splitBrackets(text) }
        if let at = text.lastIndex(of: "@") {
            return (String(text[..<at]), String(text[text.index(after: at)...]))
        }
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func splitBrackets(_ text: String) throws(ServerAddressError) -> (host: String, port: String?) {
        guard let close = text.lastIndex(of: "]") else { throw .unclosedBracket(text) }
        let host = String(text[text.index(after: text.startIndex)..<close])
        guard host.contains(":") else { throw .notAnAddress(host) }
        let rest = text[text.index(after: close)...]
        if rest.isEmpty { return (host, nil) }
        guard rest.first == ":" || rest.first == "@" else { throw .badPort(String(rest)) }
        return (host, String(rest.dropFirst()))
    }

    private static func port(_ text: String) throws(ServerAddressError) -> UInt16 {
        guard let port = UInt16(text), port > 0, text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw .badPort(text)
        }
        return port
    }
}

extension ServerAddress: CustomStringConvertible {
    public var description: String {
        guard let port else { return host }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// What is wrong with the text of a server's address.
public enum ServerAddressError: Error, Hashable, Sendable {
    case empty
    case badPort(String)
    case unclosedBracket(String)
    /// Looks like an address and is none: `10.0.0.300`, `1:2`.
    case notAnAddress(String)
    case badHost(String)
}

extension ServerAddressError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the server is empty: give HOST, HOST:PORT or [IPV6]:PORT"
        case .badPort(let text): "'\(text)' is not a port: give a number from 1 to 65535"
        case .unclosedBracket(let text): "'\(text)' lacks the ']' after the IPv6 address"
        case .notAnAddress(let text): "'\(text)' is not an IP address"
        case .badHost(let text): "'\(text)' is neither an IP address nor a host name"
        }
    }
}
