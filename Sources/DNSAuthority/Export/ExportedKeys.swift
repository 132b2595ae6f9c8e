import DNSCore

/// The keys that a server which knows one secret a name can have, by what they may do.
struct ExportedKeys: Sendable {
    /// By name; of those that are being rotated, the newest.
    let keys: [StoredKey]
    /// What has been left out, and why.
    let omissions: [String]

    /// - Parameter seconds: since 1970.
    init(_ keys: [StoredKey], at seconds: UInt64) {
        var chosen: [DomainName: StoredKey] = [:]
        var omissions: [String] = []
        for key in keys.sorted(by: { ($0.name, $0.validFrom) < ($1.name, $1.validFrom) }) {
            guard key.isValid(at: seconds) else {
                omissions.append("\(key.name): a key that is not valid at the moment")
                continue
            }
            if chosen.updateValue(key, forKey: key.name) != nil {
                omissions.append("\(key.name): the older of two keys that are being rotated")
            }
        }
        self.keys = chosen.values.sorted { $0.name < $1.name }
        self.omissions = omissions
    }

    var admins: [StoredKey] { keys.filter { $0.role == .admin } }
    var transferring: [StoredKey] { keys.filter { $0.role != .owner } }

    /// The keys of names in a zone, of which the most specific zone is the one.
    func owners(in zone: DomainName, of zones: [DomainName]) -> [StoredKey] {
        keys.filter { key in
            guard key.role == .owner, key.name.isEqualOrBelow(zone) else { return false }
            return !zones.contains { $0 != zone && $0.isEqualOrBelow(zone) && key.name.isEqualOrBelow($0) }
        }
    }
}
