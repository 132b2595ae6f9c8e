/// What an authority tells of a record's lease: a TXT record in the zone `_lease.` and the leased record's zone, at the name
/// that the record has below its own.
///
/// `record=SRV 10 60 8080 web1.svc.example.`, `expires=` in seconds since 1970, `granted=` in seconds, `key=`.
package struct LeaseNote: Hashable, Sendable {
    package var location: ServiceLocation
    /// Seconds since 1970, not after the year 2200.
    package var expires: Int64
    /// Seconds.
    package var granted: Int64
    package var key: DomainName?

    /// - Returns: nil for what speaks of another record than an SRV record, or is none of it.
    package init?(_ text: TextStrings) {
        guard let record = text.string("record"), record.hasPrefix("SRV "),
            case .srv(let location)? = try? RecordData(type: .srv, text: record.dropFirst(4)),
            let expires = text.string("expires").flatMap(Int64.init),
            let granted = text.string("granted").flatMap(Int64.init),
            (0...Self.latest).contains(expires), (0...Self.latest).contains(granted)
        else { return nil }
        self.location = location
        self.expires = expires
        self.granted = granted
        key = text.string("key").flatMap { try? DomainName($0) }
    }

    /// So that nanoseconds fit.
    private static let latest: Int64 = 7_258_118_400

    /// Where notes on the records of a zone lie.
    package static func zone(of zone: DomainName) -> DomainName? { try? zone.prepending("_lease".utf8) }

    /// Where the note on a record at `owner` lies.
    package static func name(of owner: DomainName, in zone: DomainName) -> DomainName? {
        guard let apex = Self.zone(of: zone), owner.isEqualOrBelow(zone) else { return nil }
        return try? DomainName(wire: owner.wire.dropLast(zone.wire.count) + apex.wire)
    }
}

extension TextStrings {
    fileprivate func string(_ key: String) -> String? {
        guard case .bytes(let bytes)? = self[key] else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
