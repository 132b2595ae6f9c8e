import Configuration
import DNSClient
import DNSCore
import TOML
import Testing

/// The command line wins over the file.
@Suite struct OverridesTests {
    private func settings(_ text: String = ValidFilesTests.complete, _ change: (inout Overrides) -> Void) throws
        -> Settings
    {
        var settings = try ConfigurationFixture().settings(text)
        var overrides = Overrides()
        change(&overrides)
        try settings.apply(overrides)
        return settings
    }

    private func complaint(_ change: (inout Overrides) -> Void) throws -> String {
        let error = #expect(throws: FileError.self) { try settings("", change) }
        return error?.description ?? ""
    }

    @Test func optionsWinOverTheFile() throws {
        let settings = try settings {
            $0.interval = "3"
            $0.poll = "500ms"
            $0.colour = "always"
            $0.probes = false
        }
        #expect(settings.probeInterval.value == .seconds(3))
        #expect(settings.probeInterval.origin == .option("--interval"))
        #expect(settings.pollInterval.value == .milliseconds(500))
        #expect(settings.probeTimeout.value == .milliseconds(750))
        #expect(settings.colour.value == .always)
        #expect(settings.probes.origin == .option("--no-probe"))
    }

    @Test func aZoneOfTheCommandLineKeepsWhatTheFileSaysOfIt() throws {
        let settings = try settings { $0.zones = ["svc.example.com", "new.example", "SVC.example.com."] }
        let plans = settings.plans
        #expect(plans.map(\.apex.description) == ["Svc.Example.com.", "new.example."])
        #expect(plans[0].servers.count == 2)
        #expect(plans[1].servers.isEmpty)
    }

    @Test func theFirstServerIsThePrimary() throws {
        let plan = try #require(
            try settings {
                $0.zones = ["svc.example.com"]
                $0.servers = ["192.0.2.77", "ns1"]
                $0.port = 5353
            }.plans.first)
        #expect(plan.servers.map(\.address.description) == ["192.0.2.77:5353", "192.0.2.1:5300"])
        // A server that the file knows keeps what the file says of it.
        #expect(plan.servers[1].tls != nil)
        #expect(plan.servers[0].tls == nil)
    }

    @Test func aKeyIsForEveryServerInForce() throws {
        let plans = try settings { $0.key = "hmac-sha1:own.key:\(secret)" }.plans
        #expect(Set(plans.flatMap { $0.servers.map { $0.key?.description } }) == ["hmac-sha1:own.key."])
    }

    @Test func aKeyFileThatEveryoneCanReadIsWarnedOf() throws {
        let fixture = try ConfigurationFixture()
        let path = try fixture.write(
            "key k { algorithm hmac-sha256; secret \"\(secret)\"; };", to: "k.key", mode: 0o644)
        let settings = try settings { $0.keyFile = path }
        #expect(settings.warnings == ["\(path) can be read by everyone: chmod o-r \(path)"])
    }

    @Test func tlsOptionsAreForServersThatAreFoundLaterToo() throws {
        let settings = try settings("") {
            $0.zones = ["a.example"]
            $0.pins = [secret]
            $0.key = "k:\(secret)"
        }
        let server = settings.server(at: try ServerAddress("192.0.2.5"), for: try DomainName("a.example"))
        #expect(server.tls?.trust == .pinsOnly)
        #expect(server.key?.name.description == "k.")
        #expect(server.port == 853)
    }

    @Test func namesAreTakenRelativeToTheZones() throws {
        let plans = try settings { $0.names = ["_new._tcp", "_sip._tcp.other.example"] }.plans
        #expect(
            plans[0].names.map(\.description) == [
                "_new._tcp.Svc.Example.com.", "_sip._tcp.other.example.Svc.Example.com.",
            ])
        #expect(plans[1].names.map(\.description) == ["_new._tcp.other.example.", "_sip._tcp.other.example."])
    }

    @Test func mistakesNameTheOption() throws {
        #expect(try complaint { $0.zones = ["a..b"] } == "\"a..b\" is no zone's name: a label is empty")
        #expect(
            try complaint { $0.servers = ["192.0.2.1:0"] }
                == "--server: '0' is not a port: give a number from 1 to 65535")
        #expect(try complaint { $0.interval = "0" } == "--interval must be between \"100ms\" and \"1d\", not \"0s\"")
        #expect(
            try complaint { $0.timeout = "soon" }
                == "--timeout must be a duration like \"10s\", \"500ms\" or \"2m\", not \"soon\"")
        #expect(
            try complaint { $0.colour = "red" }
                == "--color must be \"auto\", \"always\", \"never\", \"16\", \"256\" or \"truecolor\", not \"red\"")
        #expect(try complaint { $0.port = 0 } == "--port must be between 1 and 65535, not 0")
        #expect(try complaint { $0.key = "k:!" } == "-y: the secret is not valid Base64")
        #expect(
            try complaint { ($0.key, $0.keyFile) = ("k:\(secret)", "k.key") }
                == "-k and -y exclude each other: give the key one way")
        #expect(
            try complaint { $0.pins = ["x"] }
                == "--tls-pin: \"x\" is not the SHA-256 of a public key in Base64 (44 characters)")
        #expect(
            try complaint { ($0.zones, $0.names) = (["a.example"], ["_x._tcp.b.example."]) }
                == "--name: \"_x._tcp.b.example.\" is no name in a zone that is followed")
    }
}
