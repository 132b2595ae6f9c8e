/// The RDATA of an NSEC record (RFC 4034 section 4.1).
public struct NextSecure: Hashable, Sendable {
    public var next: DomainName
    public var types: TypeBitmap

    public init(next: DomainName, types: TypeBitmap) {
        self.next = next
        self.types = types
    }
}

/// The RDATA of an NSEC3 record (RFC 5155 section 3.1).
public struct HashedNextSecure: Hashable, Sendable {
    public var hashAlgorithm: UInt8
    /// 1 is opt-out.
    public var flags: UInt8
    public var iterations: UInt16
    public var salt: [UInt8]
    public var nextHashedOwner: [UInt8]
    public var types: TypeBitmap

    public init(
        hashAlgorithm: UInt8, flags: UInt8, iterations: UInt16, salt: [UInt8], nextHashedOwner: [UInt8],
        types: TypeBitmap
    ) {
        self.hashAlgorithm = hashAlgorithm
        self.flags = flags
        self.iterations = iterations
        self.salt = salt
        self.nextHashedOwner = nextHashedOwner
        self.types = types
    }
}
