import ArgumentParser
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
    }
}
