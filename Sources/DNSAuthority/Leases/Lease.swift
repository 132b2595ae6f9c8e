import DNSCore

/// Until when one record stays.
package struct Lease: Hashable, Sendable {
    /// Its own among those of its zone.
    package var number: Int64
    package var owner: DomainName
    package var data: RecordData
    /// Seconds since 1970.
    package var expires: UInt64
    /// For how many seconds it was granted last.
    package var granted: UInt32
    /// Who registered the record.
    package var key: DomainName?

    /// When it was granted last, in seconds since 1970.
    var start: UInt64 { expires >= granted ? expires - UInt64(granted) : 0 }

    package init(
        number: Int64, owner: DomainName, data: RecordData, expires: UInt64, granted: UInt32, key: DomainName?
    ) {
        self.number = number
        self.owner = owner
        self.data = data
        self.expires = expires
        self.granted = granted
        self.key = key
    }
}
