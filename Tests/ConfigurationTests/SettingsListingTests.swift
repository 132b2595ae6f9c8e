import Configuration
import Testing

/// What `svctop config` prints.
@Suite struct SettingsListingTests {
    @Test func everyValueStandsWithItsOrigin() throws {
        let fixture = try ConfigurationFixture()
        var settings = try fixture.settings(ValidFilesTests.complete)
        var overrides = Overrides()
        overrides.interval = "3s"
        overrides.zones = ["svc.example.com"]
        try settings.apply(overrides)
        let text = SettingsListing(settings).description.replacing(fixture.folder, with: "")
        #expect(
            text == """
                # read from /config.toml

                [poll]
                interval = "2s"                 # /config.toml:3
                max-age = "1m"                  # /config.toml:4
                timeout = "1s500ms"             # /config.toml:5
                notify = "127.0.0.1:5354"       # /config.toml:6

                [probe]
                enabled = false                 # /config.toml:9
                interval = "3s"                 # --interval
                timeout = "750ms"               # /config.toml:11
                suspect-interval = "1s"         # default
                down-interval = "30s"           # default
                down-interval-after = "5m"      # default
                jitter = 0.0                    # /config.toml:12

                [thresholds]
                down-after = 5                  # /config.toml:15
                up-after = 2                    # default
                stale-after = "10m"             # default
                slow = "500ms"                  # /config.toml:16
                flapping = 8                    # default
                flapping-window = "1h30m"       # /config.toml:17
                certificate-expiry = "14d"      # default

                [limits]
                concurrency = 100               # /config.toml:20
                per-host = 2                    # /config.toml:21
                events = 1000                   # default

                [history]
                enabled = true                  # default
                keep = "90d"                    # default

                [acting]
                read-only = false               # default

                [display]
                theme = "night"                 # default
                appearance = "auto"             # default
                colour = "never"                # /config.toml:24
                ascii = true                    # /config.toml:25
                mouse = true                    # default
                notifications = "off"           # default

                [keymap]
                preset = "default"              # default

                [zones."Svc.Example.com."]  # /config.toml:27
                servers = ["ns1", "[2001:db8::53]:5353"]  # /config.toml:28
                names = ["_http._tcp.Svc.Example.com.", "_sip._udp.svc.example.com."]  # /config.toml:33
                discover-replicas = false       # /config.toml:34

                [servers.ns1]  # /config.toml:39
                address = "192.0.2.1:5300"      # /config.toml:40
                key = "transfer"                # /config.toml:41
                tls = true                      # default
                tls-pin = ["c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I="]  # /config.toml:42
                tls-hostname = "ns1.example.com"  # /config.toml:43

                [servers."[2001:db8::53]:5353"]  # /config.toml:28
                address = "[2001:db8::53]:5353"  # /config.toml:28
                tls = false                     # default

                [keys.transfer]  # /config.toml:45
                name = "transfer."              # /config.toml:45
                algorithm = "hmac-sha512-256"   # /config.toml:45
                secret = "********"             # /config.toml:45
                zones = ["svc.example.com."]    # /config.toml:48

                [keys.wide]  # /config.toml:51
                name = "wide.key."              # /config.toml:51
                algorithm = "hmac-sha256"       # /config.toml:51
                secret = "********"             # /config.toml:51
                zones = ["example."]            # /config.toml:51

                """)
    }

    @Test func whatItPrintsCanBeReadAgain() throws {
        let fixture = try ConfigurationFixture()
        try fixture.write("key k { algorithm hmac-sha256; secret \"\(secret)\"; };", to: "k.key")
        let source =
            "[keys.k]\nfile = \"k.key\"\n[zones.\"a.example\"]\nservers = [\"192.0.2.1\"]\n[thresholds]\nslow = \"off\"\n"
        let first = try fixture.settings(source)
        let second = try fixture.settings(SettingsListing(first).description)
        func values(_ settings: Settings) -> String {
            SettingsListing(settings).description.replacing(#/ *#.*/#, with: "")
        }
        #expect(values(first) == values(second))
    }

    @Test func noSecretIsEverPrinted() throws {
        let settings = try ConfigurationFixture().settings(
            ValidFilesTests.complete.replacing("tls-pin = [\"\(secret)\"]", with: ""))
        #expect(!SettingsListing(settings).description.contains("c2VjcmV0"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("c2VjcmV0"))
        #expect(!"\(settings)".contains("c2VjcmV0"))
    }

    @Test func hostileNamesMakeNoLinesOfTheirOwn() throws {
        let settings = try ConfigurationFixture().settings(
            "[servers.\"a\\n[keys.x]\\u001b[2J\"]\naddress = \"192.0.2.1\"\n")
        let text = SettingsListing(settings).description
        #expect(text.contains(#"[servers."a\n[keys.x]\u001B[2J"]"#))
        #expect(!text.contains("\u{1B}"))
    }
}
