import ArgumentParser
import Configuration
import DNSAuthority
import DNSClient
import DNSCore
import Demonstration
import Glibc
import ServiceMonitor
import ServiceProbing
import TOML

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows the dashboard on some forty services that really run, on this machine alone.",
        discussion: """
            A server, listeners on 127.0.0.0/8 and a script: things fail, move, flap, go and come back. Withdraw, renew and \
            undo work for real. Some services are dormant until they are used: A starts them. Nothing is left behind.
            """)

    @Option(help: ArgumentHelp("Another one lets things happen at other moments.", valueName: "NUMBER"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How much faster things happen.", valueName: "FACTOR"))
    var speed = 1.0

    @Flag(name: .customLong("quiet-zone"), help: "Nothing happens but what you do.")
    var isQuiet = false

    @OptionGroup(title: "Display")
    var display: DisplayOptions

    @OptionGroup(title: "Display")
    var themeOption: ThemeOption

    func validate() throws {
        guard speed.isFinite, (0.1...100).contains(speed) else {
            throw ValidationError("--speed has to be 0.1 to 100")
        }
    }

    func run() async throws { try await show(in: try DemoHome()).leave() }

    /// Until the dashboard ends; then nothing is there any more.
    private func show(in home: DemoHome) async throws -> DashboardSession.End {
        defer { home.remove() }
        let zone = try AuthorityZone.usual
        let authority = try await authority(of: zone, in: home)
        let folder = KeyFolder(data: home.authority)
        let admin = try await AdminKeys(authority: authority, folder: folder).make(for: [zone])
        guard let place = authority.places.first, let file = admin.first?.file else {
            throw Failure("the server has no place to be asked at")
        }
        let stage = DemoStage(zone: zone, admin: try server(at: place, file), activation: try home.activation()) {
            name in
            let key = try TSIGKey.random(name)
            try await authority.add(StoredKey(key, role: .owner))
            return key
        }
        let playing = Task { await play(on: stage) }
        let result: Result<DashboardSession.End, any Error>
        do {
            result = .success(
                try await DashboardRun(settings: try settings(zone, at: place, file)) { configuration in
                    Self.hasten(&configuration)
                    configuration.standIns = StandInPlaces(looksInUsualFolders: false, folders: [home.path])
                }.untilEnd())
        } catch {
            result = .failure(error)
        }
        playing.cancel()
        if let trouble = await playing.value { StandardError.say("the demonstration ended early: \(trouble)") }
        await stage.tearDown()
        await authority.stop()
        return try result.get()
    }

    /// - Returns: why it did not go on until it was cancelled.
    private func play(on stage: DemoStage) async -> String? {
        do {
            try await stage.setUp()
            async let renewing: Void = stage.keepRegistered()
            if !isQuiet { try await stage.play(seed: seed, speed: speed) }
            try await renewing
            return nil
        } catch {
            return Task.isCancelled ? nil : "\(error)"
        }
    }

    /// What takes minutes elsewhere is to be seen within one.
    private static func hasten(_ configuration: inout MonitorConfiguration) {
        configuration.staleAfter = .seconds(60)
        configuration.pollInterval = .seconds(1)
        configuration.probe.slowLimit = .milliseconds(250)
        configuration.probe.flapThreshold = 4
        configuration.probe.flapWindow = .seconds(120)
    }

    private func authority(of zone: DomainName, in home: DemoHome) async throws -> Authority {
        let anywhere = SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 0)
        return try await Authority(
            AuthorityConfiguration(folder: home.authority, zones: [zone], places: [anywhere]))
    }

    private func server(at place: SocketPlace, _ keyFile: String) throws -> Server {
        Server(try ServerAddress("\(place)"), key: try KeyFileContent(keyFile).key(named: nil))
    }

    private func settings(_ zone: DomainName, at place: SocketPlace, _ keyFile: String) throws(Failure) -> Settings {
        do throws(FileError) {
            var settings = try ConfigurationFile.read(nil)
            var overrides = Overrides()
            overrides.zones = ["\(zone)"]
            overrides.servers = ["\(place)"]
            overrides.keyFile = keyFile
            overrides.interval = "2s"
            overrides.timeout = "1s"
            overrides.history = false
            display.override(&overrides)
            themeOption.override(&overrides)
            try settings.apply(overrides)
            return settings
        } catch {
            throw Failure(error.description, .usage)
        }
    }
}
