import DNSCore

/// What one transaction writes of one zone.
package struct ZoneCommit: Sendable {
    package struct RRsetKey: Hashable, Sendable {
        package var owner: DomainName
        package var type: RecordType
    }

    package var apex: DomainName
    /// In their order.
    package var changes: [ZoneChange] = []
    /// What the RRsets that have changed are now; nil for none.
    package var rrsets: [RRsetKey: RRset?] = [:]
    /// How many changes the history holds after it: older ones are let go.
    package var historyCount = 0
    package var leases: [Int64: Lease?] = [:]
    package var leaseSerial = Serial(rawValue: 1)

    package init(_ apex: DomainName) { self.apex = apex }

    var isEmpty: Bool { changes.isEmpty && leases.isEmpty }
}
