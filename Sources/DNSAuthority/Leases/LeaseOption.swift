import DNSCore

/// The EDNS option Update Lease (RFC 9664 section 4): for how long the records of an update are to stay, in a request;
/// for how long they will, in its answer. The answer has the form of the request: four bytes or eight.
package struct LeaseOption: Hashable, Sendable {
    /// Seconds.
    package var lease: UInt32
    /// Seconds, for KEY records: a name stays its owner's for longer than what is at it.
    package var keyLease: UInt32?

    package static let code: UInt16 = 2

    package init(lease: UInt32, keyLease: UInt32? = nil) {
        self.lease = lease
        self.keyLease = keyLease
    }

    /// What a request asks for: nil for records that stay.
    package init?(_ edns: EDNS?) throws(UpdateRefusal) {
        guard let option = edns?.options.first(where: { $0.code == Self.code }) else { return nil }
        var reader = WireReader(option.data.span)
        guard let lease = try? reader.readUInt32(), [0, 4].contains(reader.remaining) else {
            throw UpdateRefusal(.formatError, "an Update Lease option of \(option.data.count) bytes")
        }
        self.init(lease: lease, keyLease: try? reader.readUInt32())
    }

    /// As it goes into an OPT record.
    package var option: EDNSOption {
        var writer = WireWriter(compressing: false)
        writer.write(lease)
        if let keyLease { writer.write(keyLease) }
        return EDNSOption(code: Self.code, data: writer.bytes)
    }

    func duration(of data: RecordData) -> UInt32 { data.type == .key ? keyLease ?? lease : lease }
}
