import DNSCore

/// A key as the authority keeps it: the secret, and what it may be used for.
package struct StoredKey: Hashable, Sendable {
    package enum Role: String, Hashable, Sendable, CaseIterable {
        /// May change the name that it is called after (`KeyDomain`).
        case owner
        /// May change and transfer everything.
        case admin
        /// May transfer, and change nothing.
        case transfer
    }

    package var key: TSIGKey
    package var role: Role
    /// The only types that it may change; nil for whatever data there is.
    package var types: [RecordType]?
    /// The addresses and certificates of these hosts are its to change, too (`HostDomain`).
    package var hosts: [DomainName]
    /// How many records there may be at the names that it owns.
    package var mostRecords: Int?
    /// Seconds since 1970: not before, and not after. While a key is rotated, two of one name are valid.
    package var validFrom: UInt64
    package var validUntil: UInt64?

    package init(
        _ key: TSIGKey, role: Role, types: [RecordType]? = nil, hosts: [DomainName] = [], mostRecords: Int? = nil,
        validFrom: UInt64 = 0, validUntil: UInt64? = nil
    ) {
        self.key = key
        self.role = role
        self.types = types
        self.hosts = hosts
        self.mostRecords = mostRecords
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    package var name: DomainName { key.name }

    package func isValid(at seconds: UInt64) -> Bool {
        validFrom <= seconds && validUntil.map { seconds <= $0 } ?? true
    }
}
