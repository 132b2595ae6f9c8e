import PeerServers
import Testing

/// A mistake is one line on standard error, and an exit status.
@Suite struct MistakesTests {
    private let secret = "c3ZjdG9wIHRlc3Qga2V5LCBub3QgYSBzZWNyZXQhISE="

    @Test(arguments: [
        (["--frobnicate"], "svctop: Unknown option '--frobnicate' (see `svctop --help`)\n"),
        (["list", "a..b"], "svctop: \"a..b\" is no zone's name: a label is empty\n"),
        (["list", "a.test", "-s", "192.0.2.300"], "svctop: --server: '192.0.2.300' is not an IP address\n"),
        (
            ["list", "a.test", "-p", "65536"],
            "svctop: The value '65536' is invalid for '-p <PORT>' (see `svctop --help`)\n"
        ),
        (["list", "a.test", "-p", "0"], "svctop: --port must be between 1 and 65535, not 0\n"),
        (
            ["a.test", "--interval", "soon"],
            "svctop: --interval must be a duration like \"10s\", \"500ms\" or \"2m\", not \"soon\"\n"
        ),
        (
            ["list", "a.test", "--csv", "--json"],
            "svctop: --csv goes with neither --json nor --count (see `svctop --help`)\n"
        ),
        (
            ["list", "a.test", "@127.0.0.1", "--filter", "port>"],
            "svctop: --filter: a value is missing after “port>” (at character 6)\n"
        ),
        (["a.test", "--theme", "nigt"], "svctop: --theme: there is no theme \"nigt\"; did you mean \"night\"?\n"),
        (
            ["config", "--theme", "../../etc/passwd"],
            "svctop: --theme: there is no theme \"../../etc/passwd\"; there are night, day, ember, paper, frost, mist, "
                + "meadow, colourblind, colourblind-light, contrast, contrast-light, mono, terminal\n"
        ),
        (
            ["a.test", "--colour", "red"],
            "svctop: --color must be \"auto\", \"always\", \"never\", \"16\", \"256\" or \"truecolor\", not \"red\"\n"
        ),
        (["list", "a.test", "-k", "/nonexistent.key"], "svctop: /nonexistent.key: No such file or directory\n"),
        (["config", "--config", "/nonexistent.toml"], "svctop: /nonexistent.toml: No such file or directory\n"),
    ])
    func aMistakeIsOneLine(arguments: [String], complaint: String) async throws {
        let result = try await Program().run(arguments)
        #expect(result.status == 2)
        #expect(result.complaint == complaint)
        #expect(result.output.isEmpty)
    }

    @Test func withoutAZoneItSaysWhatToDo() async throws {
        let program = try Program()
        let result = try await program.run("list")
        #expect(result.status == 2)
        #expect(
            result.complaint
                == "svctop: no zone: give one, as in `svctop example.com --server 192.0.2.1`, or write [zones.\"example.com\"] in "
                + "\(program.home.path)/svctop/config.toml\n")
    }

    /// Whatever the file is read for.
    @Test(arguments: [["config"], ["list", "a.test"]])
    func aKeyThatIsBoundTwiceHasItsLine(_ arguments: [String]) async throws {
        let program = try Program(configuration: "[keymap]\npreset = \"vim\"\n[keymap.bind]\nrenew = [\"d\"]\n")
        let result = try await program.run(arguments)
        #expect(result.status == 2)
        #expect(
            result.complaint
                == "svctop: \(program.home.path)/svctop/config.toml:4: d is bound to `renew` and to `withdraw` "
                + "by the preset `vim`: give `withdraw` other keys, too\n")
    }

    @Test func aMistakeInTheConfigurationHasItsLine() async throws {
        let program = try Program(configuration: "[probe]\nintervall = \"1s\"\n")
        let result = try await program.run("list", "a.test", "@127.0.0.1")
        #expect(result.status == 2)
        #expect(
            result.complaint
                == "svctop: \(program.home.path)/svctop/config.toml:2: unknown key `intervall` in [probe]; did you mean `interval`?\n"
        )
    }

    @Test func aThemeOfTheConfigurationThatIsNotThereHasItsLine() async throws {
        let program = try Program(configuration: "[display]\ntheme = \"frosty\"\n")
        let result = try await program.run("a.test", "@127.0.0.1")
        #expect(result.status == 2)
        #expect(
            result.complaint
                == "svctop: \(program.home.path)/svctop/config.toml:2: `theme` in [display]: there is no theme \"frosty\"; did you mean \"frost\"?\n"
        )
        // What has to do with no screen does not care.
        #expect(try await program.run("list", "a.test", "-s", "127.0.0.1:\(freeLoopbackPort())").status == 1)
    }

    /// A monitoring system reads standard output, and takes 2 for critical.
    @Test(arguments: [["check", "--frobnicate"], ["check", "a..b"], ["check", "a.test", "-w", "x"], ["check"]])
    func aMistakeInACheckIsUnknown(arguments: [String]) async throws {
        let result = try await Program().run(arguments)
        #expect(result.status == 3)
        #expect(result.output.hasPrefix("SVCTOP UNKNOWN - "))
        #expect(result.output.filter(\.isNewline).count == 1)
        #expect(result.complaint.isEmpty)
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let port = try freeLoopbackPort()
        let list = try await Program().run("list", "a.test", "-s", "127.0.0.1:\(port)")
        #expect(list.status == 1)
        #expect(list.output.isEmpty)
        #expect(list.complaint.hasPrefix("svctop: a.test.: 127.0.0.1:\(port): connection refused"))
        let json = try await Program().run("list", "a.test", "-s", "127.0.0.1:\(port)", "--json")
        #expect(json.status == 1)
        #expect(json.output.contains("\"problem\":\"127.0.0.1:\(port): connection refused"))
        let check = try await Program().run("check", "a.test", "-s", "127.0.0.1:\(port)")
        #expect(check.status == 3)
        #expect(
            check.output.hasPrefix("SVCTOP UNKNOWN - a.test. could not be read: 127.0.0.1:\(port): connection refused"))
    }

    @Test func theDashboardNeedsATerminal() async throws {
        let result = try await Program().run("a.test", "@127.0.0.1")
        #expect(result.status == 1)
        #expect(
            result.complaint
                == "svctop: standard input is not a terminal; `svctop list` and `svctop watch` work without one\n")
    }

    @Test func whatIsInForceIsPrintedWithoutItsSecrets() async throws {
        let program = try Program(configuration: "[probe]\ninterval = \"3s\"\n[keys.x]\nsecret = \"\(secret)\"\n")
        let result = try await program.run("config", "a.test", "@192.0.2.1", "-y", "k:\(secret)", "--poll", "1m")
        #expect(result.status == 0)
        #expect(result.complaint.isEmpty)
        #expect(result.output.contains("interval = \"1m\"                 # --poll\n"))
        #expect(
            result.output.contains("interval = \"3s\"                 # \(program.home.path)/svctop/config.toml:2\n"))
        #expect(result.output.contains("\n[keys.\"k.\"]  # -y\n"))
        #expect(!result.output.contains(secret))
    }
}
