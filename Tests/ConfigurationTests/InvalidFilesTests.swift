import Configuration
import TOML
import Testing

/// A mistake is one error that says where it is, and what would be right.
@Suite struct InvalidFilesTests {
    struct Case: CustomTestStringConvertible {
        var text: String
        var complaint: String

        init(_ text: String, _ complaint: String) {
            self.text = text
            self.complaint = complaint
        }

        var testDescription: String { complaint }
    }

    static let duration = "must be a duration like \"10s\", \"500ms\" or \"2m\""

    @Test(arguments: [
        Case(
            "[probe]\n# twice a minute\nintervall = \"30s\"\n",
            "config.toml:3: unknown key `intervall` in [probe]; did you mean `interval`?"),
        Case("[probe]\ninterval = 10\n", "config.toml:2: `interval` in [probe] \(duration), not the integer 10"),
        Case("[probe]\ninterval = \"10\"\n", "config.toml:2: `interval` in [probe] \(duration), not \"10\""),
        Case("[probe]\ninterval = \"10 s\"\n", "config.toml:2: `interval` in [probe] \(duration), not \"10 s\""),
        Case("[probe]\ninterval = \"-1s\"\n", "config.toml:2: `interval` in [probe] \(duration), not \"-1s\""),
        Case(
            "[probe]\ninterval = \"1ms\"\n",
            "config.toml:2: `interval` in [probe] must be between \"100ms\" and \"1d\", not \"1ms\""),
        Case(
            "[probe]\ninterval = 1979-05-27\n", "config.toml:2: `interval` in [probe] \(duration), not a date or time"),
        Case("[probe]\njitter = 0.6\n", "config.toml:2: `jitter` in [probe] must be between 0.0 and 0.5, not 0.6"),
        Case("[probe]\njitter = nan\n", "config.toml:2: `jitter` in [probe] must be between 0.0 and 0.5, not nan"),
        Case("[probe]\nenabled = \"yes\"\n", "config.toml:2: `enabled` in [probe] must be true or false, not \"yes\""),
        Case(
            "[thresholds]\ndown-after = 0\n",
            "config.toml:2: `down-after` in [thresholds] must be between 1 and 100, not 0"),
        Case(
            "[thresholds]\ndown_after = 3\n",
            "config.toml:2: unknown key `down_after` in [thresholds]; did you mean `down-after`?"),
        Case(
            "[thresholds]\nslow = \"fast\"\n",
            "config.toml:2: `slow` in [thresholds] \(duration), or \"off\", not \"fast\""),
        Case(
            "[display]\ncolor = \"never\"\n", "config.toml:2: unknown key `color` in [display]; did you mean `colour`?"),
        Case(
            "[display]\ncolour = \"sometimes\"\n",
            "config.toml:2: `colour` in [display] must be \"auto\", \"always\", \"never\", \"16\", \"256\" or \"truecolor\", not \"sometimes\""
        ),
        Case(
            "[display]\nfont = \"big\"\n",
            "config.toml:2: unknown key `font` in [display]; there are `theme`, `appearance`, `colour`, `ascii`, `mouse`, `notifications`"
        ),
        Case(
            "[display]\nappearance = \"grey\"\n",
            "config.toml:2: `appearance` in [display] must be \"auto\", \"dark\" or \"light\", not \"grey\""),
        Case("[display]\ntheme = 7\n", "config.toml:2: `theme` in [display] must be a string, not the integer 7"),
        Case(
            "[poll]\nnotify = \"localhost:dns\"\n",
            "config.toml:2: `notify` in [poll] must be an address like \"192.0.2.1\", \"ns1.example:5353\" or \"[2001:db8::1]:53\", or \"off\", not \"localhost:dns\""
        ),
        Case("[prob]\n", "config.toml:1: unknown section [prob]; did you mean [probe]?"),
        Case(
            "\n[weather]\n",
            "config.toml:2: unknown section [weather]; there are [poll], [probe], [thresholds], [limits], [history], [acting], [display], [keymap], [zones], [servers], [keys], [identity]"
        ),
        Case(
            "interval = \"10s\"\n",
            "config.toml:1: unknown key `interval` outside of any section; there are [poll], [probe], [thresholds], [limits], [history], [acting], [display], [keymap], [zones], [servers], [keys], [identity]"
        ),
        Case("probe = 5\n", "config.toml:1: `probe` must be a table: [probe]"),
        Case("zones = [\"a.example\"]\n", "config.toml:1: `zones` must be tables: [zones.NAME]"),
        Case("[[zones]]\nname = \"a.example\"\n", "config.toml:1: `zones` must be tables: [zones.NAME]"),
        Case(
            "[zones]\n\"a.example\" = 1\n",
            "config.toml:2: `zones.\"a.example\"` must be a table: [zones.\"a.example\"]"),
        Case(
            "[zones.svc.example.com]\nservers = [\"192.0.2.1\"]\n",
            "config.toml:1: a name with dots needs quotes: [zones.\"svc.example.com\"]"),
        Case("[zones.\"a..b\"]\n", "config.toml:1: \"a..b\" is no zone's name: a label is empty"),
        Case("[zones.\"a.example\"]\n[zones.\"A.EXAMPLE.\"]\n", "config.toml:2: the zone A.EXAMPLE. is there twice"),
        Case(
            "[zones.\"a.example\"]\nservers = [\"192.0.2.1\", 5]\n",
            "config.toml:2: `servers` in [zones.\"a.example\"] must be a list, each a string, not a list"),
        Case(
            "[servers.ns1]\naddress = \"192.0.2.1\"\n[zones.\"a.example\"]\nservers = [\"n1\"]\n",
            "config.toml:4: `servers` in [zones.\"a.example\"]: there is no [servers.n1]; did you mean `ns1`?"),
        Case(
            "[zones.\"a.example\"]\nservers = [\"192.0.2.300\"]\n",
            "config.toml:2: `servers` in [zones.\"a.example\"]: '192.0.2.300' is not an IP address"),
        Case(
            "[zones.\"a.example\"]\nnames = [\"_http._tcp.b.example.\"]\n",
            "config.toml:2: `names` in [zones.\"a.example\"] must be a list, each a name in a.example., not a list"),
        Case(
            "[servers.\"not an address\"]\ntls = true\n", "config.toml:1: [servers.\"not an address\"] has no `address`"
        ),
        Case(
            "[servers.\"the first\"]\nadress = \"192.0.2.1\"\n",
            "config.toml:2: unknown key `adress` in [servers.\"the first\"]; did you mean `address`?"),
        Case(
            "[servers.ns1]\naddress = \"192.0.2.1\"\nkey = \"transfr\"\n[keys.transfer]\nsecret = \"\(secret)\"\n",
            "config.toml:3: `key` in [servers.ns1]: there is no [keys.transfr]; did you mean `transfer`?"),
        Case(
            "[servers.ns1]\naddress = \"192.0.2.1\"\ntls-pin = \"abc\"\n",
            "config.toml:3: `tls-pin` in [servers.ns1] must be a list, each the SHA-256 of a public key in Base64 (44 characters), not \"abc\""
        ),
        Case("[keys.transfer]\n", "config.toml:1: [keys.transfer] has neither a `secret` nor a `file`"),
        Case(
            "[keys.transfer]\nsecert = \"\(secret)\"\n",
            "config.toml:2: unknown key `secert` in [keys.transfer]; did you mean `secret`?"),
        Case(
            "[keys.transfer]\nsecret = \"\(secret)\"\nfile = \"x.key\"\n",
            "config.toml:1: [keys.transfer] has both a `secret` and a `file`: take one out"),
        Case(
            "[keys.transfer]\nalgorithm = \"hmac-md5\"\nsecret = \"\(secret)\"\n",
            "config.toml:2: `algorithm` in [keys.transfer] must be hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384 or hmac-sha512"
        ),
        Case(
            "[keys.transfer]\nfile = \"missing.key\"\n",
            "config.toml:2: `file` in [keys.transfer]: missing.key: No such file or directory"),
        Case(
            "[keys.\"a..b\"]\nsecret = \"\(secret)\"\n",
            "config.toml:1: [keys.\"a..b\"] needs a `name`: \"a..b\" is no domain name"),
        Case(
            "[keys.transfer]\nzones = [\"x.example\", \"y..example\"]\nsecret = \"\(secret)\"\n",
            "config.toml:2: `zones` in [keys.transfer] must be a list, each a domain name, not a list"),
    ])
    func aMistakeIsOneErrorThatHelps(mistake: Case) throws {
        #expect(try ConfigurationFixture().complaint(mistake.text) == mistake.complaint)
    }

    @Test func theFirstMistakeInTheFileIsTheOne() throws {
        let text = "[thresholds]\ndown-after = 0\n[probe]\nintervall = 1\n[poll]\nmax-age = 3\n"
        #expect(try ConfigurationFixture().complaint(text).hasPrefix("config.toml:2: "))
    }

    @Test func syntaxErrorsHaveTheirLine() throws {
        #expect(
            try ConfigurationFixture().complaint("[probe]\ninterval = 10s\n")
                == "config.toml:2: `10s` is no value: a text needs quotes (column 12)")
    }

    @Test(arguments: [
        "secret = \"!!!\(secret)\"", "secret = [\"\(secret)\"]", "secret = \"\(secret)\"\nalgorithm = \"\(secret)\"",
    ])
    func noMessageTellsASecret(lines: String) throws {
        let complaint = try ConfigurationFixture().complaint("[keys.transfer]\n\(lines)\n")
        #expect(complaint.contains("`secret`") || complaint.contains("`algorithm`"))
        #expect(!complaint.contains("c2VjcmV0"))
    }

    @Test func whatIsNoTextIsRefused() throws {
        let fixture = try ConfigurationFixture()
        #expect(try fixture.complaint(Array("[probe]\n# ".utf8) + [0xFF, 0x0A]) == "config.toml:2: not UTF-8")
        #expect(
            try fixture.complaint("[probe]\n\ninterval = \"1\u{0}s\"\n") == "config.toml:3: a NUL character (column 14)"
        )
        #expect(try fixture.complaint("\"a\\u0000b\" = 1\n") == "config.toml:1: a NUL character (column 5)")
        #expect(try fixture.complaint("x = \"a\\U00000000b\"\n") == "config.toml:1: a NUL character (column 9)")
    }

    @Test func whatIsTooLargeOrTooDeepIsRefused() throws {
        let fixture = try ConfigurationFixture()
        let large = String(repeating: "# nothing\n", count: 30_000)
        #expect(try fixture.complaint(large) == "config.toml: larger than 262144 bytes")
        let deep = [
            "x = " + String(repeating: "[", count: 100_000), String(repeating: "a.", count: 100_000) + "a = 1\n!",
            "[" + String(repeating: "a.", count: 100_000) + "a]\n!", "x = " + String(repeating: "{a=", count: 60_000),
        ]
        for text in deep {
            #expect(try fixture.complaint(text) == "config.toml:1: nested more than 16 levels deep")
        }
    }

    @Test func aFileThatCannotBeReadSaysWhy() throws {
        let fixture = try ConfigurationFixture()
        let error = #expect(throws: FileError.self) {
            try ConfigurationFile.read("\(fixture.folder)/none.toml")
        }
        #expect(error?.description == "\(fixture.folder)/none.toml: No such file or directory")
        let other = #expect(throws: FileError.self) { try ConfigurationFile.read(fixture.folder) }
        #expect(other?.description == "\(fixture.folder): not a file")
    }

    /// Whatever a file holds, it is read or refused: it never ends the program.
    @Test func noFileEndsTheProgram() throws {
        let fixture = try ConfigurationFixture()
        var random = SplitMix(state: 7)
        let seeds = [
            ValidFilesTests.complete, "a = {b = [1, 'x', \"\"\"y\"\"\"], c.d = 1}\n[[e]]\n[[e]]\nf = 1e5\n[e.g]\n",
        ]
        for round in 0..<400 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0...Int.random(in: 0...8, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: position)
                case 2:
                    bytes.insert(contentsOf: "[]{}\"'=.,#\\\n".utf8.shuffled(using: &random).prefix(3), at: position)
                default: bytes += bytes[position...].prefix(40)
                }
            }
            let path = try fixture.write(bytes)
            _ = try? ConfigurationFile.read(path)
        }
    }
}
