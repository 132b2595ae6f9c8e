import DNSCore

/// The lease of all records that one update adds.
package struct LeaseGrant: Hashable, Sendable {
    package var option: LeaseOption
    package var key: DomainName?
    /// When it begins, in seconds since 1970.
    package var start: UInt64

    package init(_ option: LeaseOption, key: DomainName?, start: UInt64) {
        self.option = option
        self.key = key
        self.start = start
    }
}
