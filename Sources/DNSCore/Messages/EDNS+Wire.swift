/// The OPT record puts its fields where other records have class and TTL (RFC 6891 section 6.1.3).
extension EDNS {
    /// - Returns: also the upper eight bits of the response code, in their place.
    static func read(_ record: borrowing RecordView) throws(WireError) -> (edns: EDNS, extendedCode: UInt16) {
        guard try record.owner().isRoot else {
            throw WireError(.invalid("owner of an OPT record"), at: record.ownerOffset)
        }
        var reader = try record.rdataReader
        let edns = EDNS(
            udpSize: record.recordClass.rawValue, version: UInt8(truncatingIfNeeded: record.ttl >> 16),
            flags: UInt16(truncatingIfNeeded: record.ttl), options: try EDNSOption.list(&reader))
        return (edns, UInt16(truncatingIfNeeded: record.ttl >> 24) << 4)
    }

    func record(_ responseCode: ResponseCode) -> ResourceRecord {
        let code = UInt32(responseCode.rawValue >> 4 & 0xFF)
        return ResourceRecord(
            name: .root, recordClass: RecordClass(rawValue: udpSize),
            ttl: code << 24 | UInt32(version) << 16 | UInt32(flags), data: .opt(options))
    }
}
