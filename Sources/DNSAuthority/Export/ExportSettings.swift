import DNSCore

/// What another server needs to know of how the authority is reached, to take its place.
package struct ExportSettings: Sendable {
    /// A server that is told of changes (RFC 1996).
    package struct Secondary: Hashable, Sendable {
        package var endpoint: SocketPlace
        /// What NOTIFY is signed with.
        package var key: DomainName?

        package init(_ endpoint: SocketPlace, key: DomainName? = nil) {
            self.endpoint = endpoint
            self.key = key
        }
    }

    package var listening: [SocketPlace]
    /// Who may transfer without a key.
    package var transferAddresses: [AddressRange]
    /// Who may change everything without a key.
    package var updateAddresses: [AddressRange]
    package var secondaries: [Secondary]

    package init(
        listening: [SocketPlace], transferAddresses: [AddressRange] = [], updateAddresses: [AddressRange] = [],
        secondaries: [Secondary] = []
    ) {
        self.listening = listening
        self.transferAddresses = transferAddresses
        self.updateAddresses = updateAddresses
        self.secondaries = secondaries
    }
}
