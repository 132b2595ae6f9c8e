/// The EDNS option Update Lease (RFC 9664 section 4): for how long the records of an update are to stay, in a request;
/// for how long they will, in its answer. The answer has the form of the request: four bytes or eight.
public struct LeaseOption: Hashable, Sendable {
    /// Seconds.
    public var lease: UInt32
    /// Seconds, for KEY records: a name stays its owner's for longer than what is at it.
    public var keyLease: UInt32?

    public static let code: UInt16 = 2

    public init(lease: UInt32, keyLease: UInt32? = nil) {
        self.lease = lease
        self.keyLease = keyLease
    }

    /// - Returns: nil for another option, and for one of another length than the two that there are.
    public init?(_ option: EDNSOption) {
        guard option.code == Self.code else { return nil }
        var reader = WireReader(option.data.span)
        guard let lease = try? reader.readUInt32(), [0, 4].contains(reader.remaining) else { return nil }
        self.init(lease: lease, keyLease: try? reader.readUInt32())
    }

    /// As it goes into an OPT record.
    public var option: EDNSOption {
        var writer = WireWriter(compressing: false)
        writer.write(lease)
        if let keyLease { writer.write(keyLease) }
        return EDNSOption(code: Self.code, data: writer.bytes)
    }
}
