import ServiceCatalog

/// An endpoint to be probed, under a number that its owner chose.
package struct ProbeTarget: Hashable, Sendable {
    /// Below `idLimit`. Memory grows with the highest number in use: number densely.
    package var id: UInt32
    package var endpoint: Endpoint
    package var kind: ProbeKind
    /// Whether someone is expected to own the socket there, so that each probe asks whose it is.
    package var expectsOwner: Bool
    /// For a kind that is a conversation.
    package var details: ProbeDetails?

    /// Targets with an id from here on are ignored.
    package static let idLimit: UInt32 = 1 << 26

    package init(
        id: UInt32, endpoint: Endpoint, kind: ProbeKind, expectsOwner: Bool = false, details: ProbeDetails? = nil
    ) {
        self.id = id
        self.endpoint = endpoint
        self.kind = kind
        self.expectsOwner = expectsOwner
        self.details = details
    }
}
