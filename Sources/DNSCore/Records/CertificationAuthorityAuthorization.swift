/// The RDATA of a CAA record (RFC 8659 section 4.1).
public struct CertificationAuthorityAuthorization: Hashable, Sendable {
    /// 128 marks the property as critical.
    public var flags: UInt8
    /// The property's name: ASCII letters and digits.
    public var tag: [UInt8]
    public var value: [UInt8]

    public init(flags: UInt8, tag: [UInt8], value: [UInt8]) {
        self.flags = flags
        self.tag = tag
        self.value = value
    }
}
