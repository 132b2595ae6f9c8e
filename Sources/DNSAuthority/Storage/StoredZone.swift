import DNSCore

/// A zone as the store gives it back.
package struct StoredZone: Sendable {
    package var zone: Zone
    package var leases: [Lease]
    /// Of the latest change of any lease.
    package var leaseSerial: Serial
}
