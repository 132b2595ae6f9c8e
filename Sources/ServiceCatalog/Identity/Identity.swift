import DNSCore

/// Who has to answer where an instance lies. What is empty is not asked for.
package struct Identity: Hashable, Sendable {
    /// Numeric user ids on the instance's own host; any one of them is right.
    package var users: Set<UInt32>
    /// Public keys of the service's certificate; any one of them is right.
    package var pins: Set<CertificatePin>
    /// Whether the certificate has to be for the service's name or for the target's.
    package var checksName: Bool

    package init(users: Set<UInt32> = [], pins: Set<CertificatePin> = [], checksName: Bool = false) {
        self.users = users
        self.pins = pins
        self.checksName = checksName
    }

    package var isEmpty: Bool { users.isEmpty && pins.isEmpty && !checksName }

    /// What this one leaves open is taken from another one.
    package func completed(by other: Identity) -> Identity {
        Identity(
            users: users.isEmpty ? other.users : users, pins: pins.isEmpty ? other.pins : pins,
            checksName: checksName || other.checksName)
    }

    mutating func formUnion(_ other: Identity) {
        users.formUnion(other.users)
        pins.formUnion(other.pins)
        checksName = checksName || other.checksName
    }
}
