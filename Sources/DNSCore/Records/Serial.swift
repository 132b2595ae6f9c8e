/// A zone's serial number, in the wrapping order of RFC 1982.
public struct Serial: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32

    @inlinable
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Whether this serial comes after `other`. Two serials exactly 2^31 apart have no order: both answers are false.
    public func isNewer(than other: Serial) -> Bool {
        let distance = rawValue &- other.rawValue
        return distance != 0 && distance < 0x8000_0000
    }

    /// How many changes of serial lie between `older` and this one, modulo 2^32.
    public func distance(from older: Serial) -> UInt32 { rawValue &- older.rawValue }
}

extension Serial: CustomStringConvertible {
    public var description: String { String(rawValue) }
}
