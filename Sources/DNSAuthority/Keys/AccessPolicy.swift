import DNSCore

/// Who may transfer and who may change: by key, and by address only where that was asked for.
package struct AccessPolicy: Sendable {
    package var transferAddresses: [AddressRange]
    package var updateAddresses: [AddressRange]
    private let keys: [DomainName: [StoredKey]]

    package init(
        keys: [StoredKey] = [], transferAddresses: [AddressRange] = [], updateAddresses: [AddressRange] = []
    ) {
        self.keys = Dictionary(grouping: keys, by: \.name)
        self.transferAddresses = transferAddresses
        self.updateAddresses = updateAddresses
    }

    /// Those that requests may be signed with now.
    package func keys(at seconds: UInt64) -> [TSIGKey] {
        keys.values.joined().filter { $0.isValid(at: seconds) }.map(\.key)
    }

    /// When other keys are valid than at this time; never is the end of time.
    func nextChange(after seconds: UInt64) -> UInt64 {
        keys.values.joined().flatMap { [$0.validFrom, $0.validUntil.map { $0 &+ 1 } ?? .max] }
            .filter { $0 > seconds }.min() ?? .max
    }

    package func mayTransfer(_ requester: Requester, at seconds: UInt64) -> Bool {
        if let key = key(of: requester, at: seconds) { return key.role != .owner }
        return isWithin(transferAddresses, requester)
    }

    /// Whether all that a name may have is the requester's, by the name of its key.
    package func owns(_ name: DomainName, _ requester: Requester, at seconds: UInt64) -> Bool {
        guard let key = key(of: requester, at: seconds), key.role == .owner else { return false }
        return KeyDomain(key.name).owns(name)
    }

    /// What a requester may change.
    package func permission(for requester: Requester, at seconds: UInt64) -> Result<UpdatePermission, UpdateRefusal> {
        if let key = key(of: requester, at: seconds) {
            if let permission = UpdatePermission(key) { return .success(permission) }
            return .failure(UpdateRefusal(.refused, "the key is for transfers alone"))
        }
        if isWithin(updateAddresses, requester) { return .success(.everything) }
        return .failure(UpdateRefusal(.refused, "updates have to be signed with a key"))
    }

    private func key(of requester: Requester, at seconds: UInt64) -> StoredKey? {
        requester.key.flatMap { keys[$0]?.first { $0.isValid(at: seconds) } }
    }

    private func isWithin(_ ranges: [AddressRange], _ requester: Requester) -> Bool {
        requester.key == nil && ranges.contains { $0.contains(requester.address) }
    }
}
