import Configuration
import DNSClient
import DNSCore
import Glibc
import ServiceProbing
import Testing

@Suite struct ValidFilesTests {
    static let complete = """
        # All there is.
        [poll]
        interval = "2s"
        max-age = "1m"
        timeout = "1.5s"
        notify = "127.0.0.1:5354"

        [probe]
        enabled = false
        interval = "20s"
        timeout = "750ms"
        jitter = 0

        [thresholds]
        down-after = 5
        slow = "500ms"
        flapping-window = '1h30m'

        [limits]
        concurrency = 100
        per-host = 2

        [display]
        colour = "never"
        ascii = true

        [zones."Svc.Example.com"]
        servers = [
            "ns1",
            # the second is a replica
            "[2001:db8::53]:5353",
        ]
        names = ["_http._tcp", "_sip._udp.svc.example.com."]
        discover-replicas = false

        [zones."other.example"]
        servers = "ns1"

        [servers.ns1]
        address = "192.0.2.1:5300"
        key = "transfer"
        tls-pin = ["\(secret)"]
        tls-hostname = "ns1.example.com"

        [keys.transfer]
        algorithm = "hmac-sha512-256"
        secret = "\(secret)"
        zones = ["svc.example.com"]

        [keys]
        wide = { name = "wide.key", secret = "\(secret)", zones = "example" }

        """

    @Test func everyValueArrives() throws {
        let settings = try ConfigurationFixture().settings(Self.complete)
        #expect(settings.pollInterval.value == .seconds(2))
        #expect(settings.maximumAge.value == .seconds(60))
        #expect(settings.serverTimeout.value == .milliseconds(1500))
        #expect(settings.notify.value?.description == "127.0.0.1:5354")
        #expect(!settings.probes.value)
        #expect(settings.ascii.value)
        #expect(settings.colour.value == .never)
        let policy = settings.probePolicy
        #expect(policy.interval == .seconds(20))
        #expect(policy.timeout == .milliseconds(750))
        #expect(policy.jitter == 0)
        #expect(policy.fallAfter == 5)
        #expect(policy.riseAfter == 2)
        #expect(policy.slowLimit == .milliseconds(500))
        #expect(policy.flapWindow == .seconds(5400))
        #expect(policy.concurrency == 100)
        #expect(policy.concurrencyPerHost == 2)
        #expect(settings.warnings.isEmpty)
    }

    @Test func zonesGetTheirServersAndTheirKeys() throws {
        let plans = try ConfigurationFixture().settings(Self.complete).plans
        #expect(plans.map(\.apex.description) == ["Svc.Example.com.", "other.example."])
        let servers = plans[0].servers
        #expect(servers.map(\.address.description) == ["192.0.2.1:5300", "[2001:db8::53]:5353"])
        #expect(servers[0].key?.description == "hmac-sha512-256:transfer.")
        #expect(servers[0].tls?.authenticationName == "ns1.example.com")
        #expect(servers[0].tls?.pins.map(\.description) == [secret])
        #expect(servers[0].timeouts.answer == .milliseconds(1500))
        #expect(servers[1].key?.name.description == "transfer.")
        #expect(servers[1].tls == nil)
        #expect(plans[0].names.map(\.description) == ["_http._tcp.Svc.Example.com.", "_sip._udp.svc.example.com."])
        #expect(!plans[0].discoversReplicas)
        // The server's own key is not for this zone: the one whose scope holds it is taken.
        #expect(plans[1].servers.map(\.key?.name.description) == ["wide.key."])
        #expect(plans[1].discoversReplicas)
    }

    @Test func everyValueKnowsItsLine() throws {
        let fixture = try ConfigurationFixture()
        let settings = try fixture.settings(Self.complete)
        func line(_ number: Int) -> Origin { .file(path: "\(fixture.folder)/config.toml", line: number) }
        #expect(settings.pollInterval.origin == line(3))
        #expect(settings.flappingWindow.origin == line(17))
        #expect(settings.upAfter.origin == .builtIn)
        #expect(settings.zones.map(\.origin) == [line(27), line(36)])
        #expect(settings.zones[0].servers.origin == line(28))
        #expect(settings.zones[0].names.origin == line(33))
        #expect(settings.servers.map(\.origin) == [line(39), line(28)])
        #expect(settings.servers[0].key?.origin == line(41))
        #expect(settings.keys.map(\.origin) == [line(45), line(51)])
        #expect(settings.keys[1].scope.origin == line(51))
    }

    @Test func withoutAFileThereAreDefaults() throws {
        let settings = Settings()
        #expect(settings.pollInterval.value == .seconds(5))
        #expect(settings.probeInterval.value == .seconds(10))
        #expect(settings.probeTimeout.value == .seconds(2))
        #expect(settings.downAfter.value == 3)
        #expect(settings.upAfter.value == 2)
        #expect(settings.slow.value == nil)
        #expect(settings.notify.value == nil)
        #expect(settings.plans.isEmpty)
    }

    @Test func anEmptyFileSaysNothing() throws {
        for text in ["", "\n", "\u{FEFF}# only this\r\n", "[probe]\r\n[poll]\r\n"] {
            let settings = try ConfigurationFixture().settings(text)
            #expect(settings.probeInterval.origin == .builtIn)
        }
    }

    @Test func aServerMayBeKnownByItsAddressAlone() throws {
        let settings = try ConfigurationFixture().settings(
            """
            [zones."a.example"]
            servers = ["192.0.2.1"]
            [servers."192.0.2.1"]
            tls-ca = "ca.pem"
            """)
        let server = try #require(settings.plans.first?.servers.first)
        #expect(server.address.description == "192.0.2.1")
        #expect(server.port == 853)
        let folder = try #require(settings.file).replacing("/config.toml", with: "")
        #expect(server.tls?.trust == .authorities(file: "\(folder)/ca.pem"))
    }

    @Test(arguments: [
        ("10s", Duration.seconds(10)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)),
        ("1.5s", .milliseconds(1500)),
        ("1h30m", .seconds(5400)), ("1d", .seconds(86_400)), ("0s", .zero), ("250us", .microseconds(250)),
        (".5s", .milliseconds(500)),
    ])
    func durationsReadAsPeopleWriteThem(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
        #expect(DurationText.parse(DurationText.text(duration)) == duration)
    }

    @Test(arguments: [
        "", "10", "s", "10x", "1e3s", "-1s", "1 s", "1..5s", "1s500", "999999999999d", "٣s", "infs", "nans",
    ])
    func whatIsNoDurationIsRefused(text: String) {
        #expect(DurationText.parse(text) == nil)
    }
}

@Suite struct KeysTests {
    private let keyFile = "key \"a.example\" {\n  algorithm hmac-sha256;\n  secret \"\(secret)\";\n};\n"
    private let second = "key \"b.example\" { algorithm hmac-sha1; secret \"\(secret)\"; };\n"

    @Test func aKeyFileLiesNextToTheConfiguration() throws {
        let fixture = try ConfigurationFixture()
        try fixture.write(keyFile, to: "a.key")
        let key = try #require(try fixture.settings("[keys.transfer]\nfile = \"a.key\"\n").keys.first)
        #expect(key.key.description == "hmac-sha256:a.example.")
        #expect(key.source == .file("\(fixture.folder)/a.key"))
    }

    @Test func ofSeveralKeysTheNamedOneIsTaken() throws {
        let fixture = try ConfigurationFixture()
        try fixture.write(keyFile + second, to: "two.key")
        let named = try fixture.settings("[keys.transfer]\nfile = \"two.key\"\nname = \"B.example\"\n")
        #expect(named.keys.first?.key.description == "hmac-sha1:b.example.")
        #expect(
            try fixture.settings("[keys.\"a.example\"]\nfile = \"two.key\"\n").keys.first?.key.name.description
                == "a.example.")
        #expect(
            try fixture.complaint("[keys.transfer]\nfile = \"two.key\"\n")
                == "config.toml:2: `file` in [keys.transfer]: two.key: there are several keys in it: say by `name` which is meant of a.example., b.example."
        )
        #expect(
            try fixture.complaint("[keys.transfer]\nname = \"c\"\nfile = \"two.key\"\n")
                == "config.toml:3: `file` in [keys.transfer]: two.key: there is no key c. in it, but a.example., b.example."
        )
    }

    @Test func aBrokenKeyFileHasItsOwnLine() throws {
        let fixture = try ConfigurationFixture()
        try fixture.write("key \"a.example\" {\n  algorithm hmac-sha256;\n};\n", to: "a.key")
        #expect(
            try fixture.complaint("[keys.transfer]\nfile = \"a.key\"\n")
                == "config.toml:2: `file` in [keys.transfer]: a.key:3: the key a.example. has no secret")
    }

    @Test func secretsThatEveryoneCanReadAreWarnedOf() throws {
        let fixture = try ConfigurationFixture()
        let path = try fixture.write(keyFile, to: "a.key", mode: 0o644)
        let text = "[keys.transfer]\nfile = \"a.key\"\n"
        #expect(try fixture.settings(text).warnings == ["\(path) can be read by everyone: chmod o-r \(path)"])
        let inline = "[keys.transfer]\nsecret = \"\(secret)\"\n"
        let file = "\(fixture.folder)/config.toml"
        #expect(
            try fixture.settings(inline, mode: 0o604).warnings
                == ["\(file) holds a secret and can be read by everyone: chmod o-r \(file)"])
        #expect(try fixture.settings(inline, mode: 0o640).warnings.isEmpty)
        #expect(try fixture.settings("[probe]\n", mode: 0o644).warnings.isEmpty)
    }

    @Test func theClosestScopeWins() throws {
        let settings = try ConfigurationFixture().settings(
            """
            [keys.far]
            secret = "\(secret)"
            zones = ["example"]
            [keys.near]
            secret = "\(secret)"
            zones = ["svc.example", "unrelated.test"]
            [keys.loose]
            secret = "\(secret)"
            [zones."x.svc.example"]
            servers = ["192.0.2.1"]
            [zones."y.example"]
            servers = ["192.0.2.1"]
            [zones."z.test"]
            servers = ["192.0.2.1"]
            """)
        #expect(settings.plans.map { $0.servers.first?.key?.name.description } == ["near.", "far.", nil])
    }
}
