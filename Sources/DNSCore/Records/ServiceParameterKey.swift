/// A SvcParamKey (RFC 9460 section 14.3).
public struct ServiceParameterKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let mandatory = ServiceParameterKey(rawValue: 0)
    public static let alpn = ServiceParameterKey(rawValue: 1)
    public static let noDefaultALPN = ServiceParameterKey(rawValue: 2)
    public static let port = ServiceParameterKey(rawValue: 3)
    public static let ipv4Hint = ServiceParameterKey(rawValue: 4)
    public static let ech = ServiceParameterKey(rawValue: 5)
    public static let ipv6Hint = ServiceParameterKey(rawValue: 6)
}
