import DNSCore

/// What an authority serves, where, and whom it trusts without a key.
package struct AuthorityConfiguration: Sendable {
    /// Where zones and keys lie.
    package var folder: String
    /// Made where they are not there yet. What else the folder has is served, too.
    package var zones: [DomainName]
    /// UDP and TCP.
    package var places: [SocketPlace]
    package var tlsPlaces: [SocketPlace] = []
    /// Sockets from whoever has started the process.
    package var datagramDescriptors: [Int32] = []
    package var streamDescriptors: [Int32] = []
    /// For TLS; nil for one that is made at the start.
    package var identity: TLSIdentity?
    package var transferAddresses: [AddressRange] = []
    package var updateAddresses: [AddressRange] = []
    /// Of every zone.
    package var secondaries: [Secondary] = []
    package var updates = UpdateSettings()
    package var streamLimits = StreamLimits()
    /// Threads that answer datagrams.
    package var threadCount = 1

    package init(folder: String, zones: [DomainName], places: [SocketPlace]) {
        self.folder = folder
        self.zones = zones
        self.places = places
    }
}
