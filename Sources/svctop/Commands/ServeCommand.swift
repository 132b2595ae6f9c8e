import ArgumentParser
import DNSAuthority
import DNSCore
import Glibc
import ServiceSupervision

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves zones from this machine: a small authoritative DNS server that services register with.",
        discussion: """
            The first start makes the zone and an admin key. Services change what they own with keys that `svctop key new` \
            makes; nothing else is taken. All of it lies in one folder, and nothing is acknowledged before it is on disk.

            Port 53 takes root, or systemd's socket activation (LISTEN_FDS). SIGTERM and SIGINT stop it.
            """)

    @Option(help: ArgumentHelp("A zone to serve (svc.internal). It is made if it is not there.", valueName: "ZONE"))
    var zone: [String] = []

    @OptionGroup
    var options: AuthorityOptions

    @Option(
        name: .customLong("listen-tls"),
        help: ArgumentHelp("Where it listens for DNS over TLS (port 853).", valueName: "ADDRESS[:PORT]"))
    var listenTLS: [String] = []

    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp(
            "The certificate chain, in PEM. Without one, one that is signed by itself is made and kept.",
            valueName: "FILE"))
    var certificate: String?

    @Option(
        name: .customLong("tls-key"), help: ArgumentHelp("The certificate's private key, in PEM.", valueName: "FILE"))
    var certificateKey: String?

    @Option(
        help: ArgumentHelp(
            "Print what makes the rest of this machine resolve the zones, and end: systemd-resolved, dnsmasq or unbound.",
            valueName: "RESOLVER"))
    var integrate: String?

    func validate() throws {
        guard (certificate == nil) == (certificateKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together")
        }
    }

    func run() async throws {
        let zones = try zone.isEmpty ? [AuthorityZone.usual] : zone.map { try AuthorityZone.name($0) }
        if let integrate { return try print(integrate, for: zones) }
        let ending = EndingSignal()
        let configuration = try configuration(zones, InheritedSockets.take())
        let pacer = LogPacer()
        let log = AuthorityLog { event in
            for line in pacer.lines(for: "\(event)", at: UInt64(max(0, time(nil)))) { StandardError.say(line) }
        }
        let authority: Authority
        do {
            authority = try await Authority(configuration, log: log)
        } catch {
            throw Failure("\(error)")
        }
        for place in authority.places { StandardError.say("listening at \(place)") }
        for place in authority.tlsPlaces { StandardError.say("listening at \(place) for TLS") }
        if let identity = authority.identity, certificate == nil {
            StandardError.say("TLS is spoken with a certificate of our own: --tls-pin \(identity.pin)")
        }
        let folder = KeyFolder(data: configuration.folder)
        let made = try await AdminKeys(authority: authority, folder: folder).make(for: zones)
        for admin in made { introduce(admin, at: authority.places.first ?? AuthorityOptions.usualPlace) }
        ServiceManager.tell("READY=1\nSTATUS=serves \(zones.map { "\($0)" }.joined(separator: " "))")
        _ = await ending.wait()
        ServiceManager.tell("STOPPING=1")
        await authority.stop()
        StandardError.say("stopped: \(log.counts)")
    }

    private func configuration(
        _ zones: [DomainName], _ inherited: InheritedSockets
    ) throws(Failure) -> AuthorityConfiguration {
        // What systemd listens at need not be listened at again.
        let places = inherited.isEmpty || !options.listen.isEmpty ? try options.places : []
        var configuration = AuthorityConfiguration(folder: try options.data.folder, zones: zones, places: places)
        configuration.datagramDescriptors = inherited.datagrams
        configuration.streamDescriptors = inherited.streams
        for text in listenTLS { configuration.tlsPlaces.append(try SocketPlace(text, port: 853)) }
        if let certificate, let certificateKey {
            do throws(TLSIdentityError) {
                configuration.identity = try TLSIdentity(certificateFile: certificate, keyFile: certificateKey)
            } catch {
                throw Failure("\(error)", .usage)
            }
        }
        try options.apply(to: &configuration)
        return configuration
    }

    /// How to look, to register and to resolve.
    private func introduce(_ admin: AdminKeys.Made, at place: SocketPlace) {
        let service = "_http._tcp.web.\(admin.zone)"
        let (address, port) = ("\(place.address)", place.port)
        StandardOutput.say("look:      svctop \(admin.zone) --server \(place) -k \(admin.file)")
        StandardOutput.say(
            "register:  svctop key new \(service), then nsupdate with that key at \(address) port \(port)")
        StandardOutput.say("resolve:   dig @\(address) -p \(port) \(service) SRV")
    }

    private func print(_ name: String, for zones: [DomainName]) throws(Failure) {
        guard let resolver = ResolverIntegration(rawValue: name) else {
            let known = ResolverIntegration.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("\(name) is no resolver that svctop knows: \(known)", .usage)
        }
        guard let place = try options.places.first else { return }
        for file in resolver.files(for: zones, at: place) {
            StandardOutput.say("# \(file.path): \(file.explanation)")
            for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
                StandardOutput.say("\(line)")
            }
        }
        StandardOutput.say("# then: \(resolver.command)")
    }
}
