/// A resource record's class (RFC 1035 section 3.2.4).
public struct RecordClass: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The Internet.
    public static let `in` = RecordClass(rawValue: 1)
    public static let ch = RecordClass(rawValue: 3)
    /// In an UPDATE: must not exist, or delete this one record (RFC 2136 sections 2.4 and 2.5).
    public static let none = RecordClass(rawValue: 254)
    public static let any = RecordClass(rawValue: 255)
}

extension RecordClass {
    /// ANY and NONE say what is to be done with records of the zone's class (RFC 2136 section 2.5).
    var standsForAnother: Bool { self == .any || self == .none }

    /// Whether records of the class are read as those of class IN.
    var isInternetLike: Bool { self == .in || standsForAnother }
}

extension RecordClass: CustomStringConvertible {
    public var description: String {
        switch self {
        case .in: "IN"
        case .ch: "CH"
        case .none: "NONE"
        case .any: "ANY"
        default: "CLASS\(rawValue)"
        }
    }
}
