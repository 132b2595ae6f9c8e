import ArgumentParser
import Configuration
import DNSAuthority
import DNSCore

/// What an authority serves, where, and whom it trusts without a key.
struct AuthorityOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where it listens, UDP and TCP (127.0.0.1:5300).", valueName: "ADDRESS[:PORT]"))
    var listen: [String] = []

    @OptionGroup
    var data: AuthorityDataOption

    @Option(
        name: .customLong("allow-update"),
        help: ArgumentHelp(
            "Unsigned updates from there are taken: whoever is there may change everything.", valueName: "NET"))
    var updateAddresses: [AddressRange] = []

    @Option(
        name: .customLong("allow-transfer"),
        help: ArgumentHelp("Zones are handed out to there without a key.", valueName: "NET"))
    var transferAddresses: [AddressRange] = []

    @Option(help: ArgumentHelp("A server that is told of every change (NOTIFY).", valueName: "ADDRESS[:PORT]"))
    var secondary: [String] = []

    @Option(
        name: .customLong("shortest-lease"),
        help: ArgumentHelp("The least that is granted to who asks for a lease (30s).", valueName: "DURATION"))
    var shortestLease: String?

    @Option(
        name: .customLong("longest-lease"), help: ArgumentHelp("The most (2h).", valueName: "DURATION"))
    var longestLease: String?

    static let usualPort: UInt16 = 5300
    static let usualPlace = SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: usualPort)

    var places: [SocketPlace] {
        get throws(Failure) {
            var places: [SocketPlace] = []
            for text in listen { places.append(try SocketPlace(text, port: Self.usualPort)) }
            return places.isEmpty ? [Self.usualPlace] : places
        }
    }

    func apply(to configuration: inout AuthorityConfiguration) throws(Failure) {
        configuration.updateAddresses = updateAddresses
        configuration.transferAddresses = transferAddresses
        for text in secondary {
            let place = try SocketPlace(text, port: 53)
            configuration.secondaries.append(Secondary(place.address, port: place.port))
        }
        let usual = LeasePolicy()
        configuration.updates.leases = LeasePolicy(
            least: try seconds(shortestLease) ?? usual.least, most: try seconds(longestLease) ?? usual.most)
    }

    private func seconds(_ text: String?) throws(Failure) -> UInt32? {
        guard let text else { return nil }
        guard let seconds = DurationText.parse(text)?.components.seconds, seconds > 0 else {
            throw Failure("\(text) is no length of a lease: 30s, 10m, 2h", .usage)
        }
        return UInt32(clamping: seconds)
    }
}
