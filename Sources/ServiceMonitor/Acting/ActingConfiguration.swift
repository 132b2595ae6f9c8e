import DNSClient
import DNSCore
import ServiceCatalog

/// A zone as far as changing it goes.
package struct ActingZone: Sendable {
    /// A key, and which records it may change.
    package struct Signer: Sendable {
        package var key: TSIGKey
        package var scope: UpdateKey.Scope

        package init(_ key: TSIGKey, _ scope: UpdateKey.Scope = .zone(labels: 0)) {
            self.key = key
            self.scope = scope
        }
    }

    package var apex: DomainName
    /// As they are followed: with the key that the zone is read with.
    package var servers: [Server]
    /// Where updates go, as the user said; without it the SOA record helps to choose.
    package var primary: Server?
    package var signers: [Signer]
    package var discoversReplicas: Bool
    /// What the zone is to its admins: `prod`, `lab`.
    package var context: String?
    package var isProduction: Bool

    package init(
        apex: DomainName, servers: [Server], primary: Server? = nil, signers: [Signer] = [],
        discoversReplicas: Bool = true, context: String? = nil, isProduction: Bool = false
    ) {
        self.apex = apex
        self.servers = servers
        self.primary = primary
        self.signers = signers
        self.discoversReplicas = discoversReplicas
        self.context = context
        self.isProduction = isProduction
    }
}

/// What may be changed, where and by whom.
package struct ActingConfiguration: Sendable {
    package var zones: [ActingZone]
    package var isReadOnly: Bool
    /// Who acts, for the journal.
    package var user: String
    /// How long a server that has not answered may still carry something out: before that, nothing is said to be undone.
    package var patience: Duration
    /// How long secondaries are watched while they follow.
    package var followingTime: Duration

    package init(
        zones: [ActingZone], isReadOnly: Bool = false, user: String = "", patience: Duration = .seconds(30),
        followingTime: Duration = .seconds(15)
    ) {
        self.zones = zones
        self.isReadOnly = isReadOnly
        self.user = user
        self.patience = patience
        self.followingTime = followingTime
    }

    func zone(_ apex: DomainName) -> ActingZone? { zones.first { $0.apex == apex } }
}
