import DNSCore

/// What an owner's key may change, in the words that other servers have for it.
struct KeyGrant: Sendable {
    enum Place: Hashable, Sendable {
        /// The key's name, and what lies below it.
        case tree
        /// The key's name alone.
        case name
        /// A DNS-SD instance and, at the name of its service, pointers.
        case instance(of: DomainName)
    }

    let key: StoredKey
    let place: Place

    init(_ key: StoredKey) {
        self.key = key
        if key.name.isService {
            place = .tree
        } else if let parent = key.name.parent, parent.isService {
            place = .instance(of: parent)
        } else {
            place = .name
        }
    }

    var name: DomainName { key.name }

    /// Types of the key that may be pointers at a service's name.
    var mayPoint: Bool { key.types?.contains(.ptr) ?? true }

    /// What the zone's shape depends on: an owner's key may not change it unless its types say so.
    static let structural: [RecordType] = [.soa, .ns, .ds, .dnskey, .rrsig, .nsec, .nsec3]
}
