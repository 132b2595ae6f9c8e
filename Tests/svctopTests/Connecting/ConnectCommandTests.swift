import Glibc
import PeerServers
import Testing

@Suite("`connect`: a service by its name, on standard input and output", .needs(programs: "nsupdate"))
struct ConnectCommandTests {
    static let name = "_echo._tcp.web.svc.internal"

    /// `svctop connect`, with the server and what comes before it in a shell.
    private func shell(_ served: ServedProgram, _ script: String) async throws -> Tool.Result {
        let connect = "'\(Program.path)' connect --server 127.0.0.1:\(served.port)"
        return try await Tool.run(
            "env",
            served.program.prefix + ["PATH=/usr/bin:/bin", "sh", "-c", script.replacing("CONNECT", with: connect)])
    }

    private func register(_ served: ServedProgram, _ records: String...) async throws {
        var lines = ["update delete \(Self.name). SRV"]
        lines += records.map { "update add \(Self.name). 3600 SRV \($0)" }
        try await served.says("resolve:")
        let result = try await UpdateTool.nsupdate.send(
            lines, zone: ServedProgram.zone, port: served.port, key: served.adminKey)
        try #require(result.isDone, "\(result)")
    }

    @Test("whatever bytes go in come back from an echo, past a dead instance, and the end is carried over")
    func join() async throws {
        let (served, echo, dead) = (try await ServedProgram(), try EchoListener(), try Listener())
        dead.stop()
        try await register(served, "1 0 \(dead.port) ns.svc.internal.", "2 0 \(echo.port) ns.svc.internal.")
        let home = served.program.home.path
        let result = try await shell(
            served,
            "head -c 3000000 /dev/urandom >'\(home)/sent'; cat '\(home)/sent' | CONNECT \(Self.name) | cmp - '\(home)/sent' && echo same"
        )
        #expect(result.output == "same\n", "\(result)")
        try await served.stop()
    }

    @Test("at the end of the input the service is heard to its end; at the end of the output nothing is wrong")
    func ends() async throws {
        let (served, echo) = (try await ServedProgram(), try EchoListener(greeting: "welcome\n"))
        try await register(served, "1 0 \(echo.port) ns.svc.internal.")
        let silent = try await shell(served, "CONNECT \(Self.name) </dev/null; echo $?")
        #expect(silent.output == "welcome\n0\n")
        // A file cannot be waited for as a pipe can.
        let file = try await shell(
            served, "echo hello >\"$HOME/file\"; CONNECT \(Self.name) <\"$HOME/file\" 2>&1; echo $?")
        #expect(file.output == "welcome\nhello\n0\n")
        let unread = try await shell(served, "yes 2>/dev/null | CONNECT \(Self.name) 2>&1 >/dev/full; echo $?")
        #expect(unread.output == "svctop: cannot write: No space left on device\n1\n")
        let gone = try await shell(
            served,
            "(yes 2>/dev/null | CONNECT \(Self.name); echo $? >\"$HOME/status\") | head -n 1; cat \"$HOME/status\"")
        #expect(gone.output == "welcome\n0\n")
        try await served.stop()
    }

    @Test("--print says where the first instance is that accepts; --json says it for programs")
    func printing() async throws {
        let (served, echo) = (try await ServedProgram(), try EchoListener())
        try await register(served, "1 0 \(echo.port) ns.svc.internal.")
        let place = ["--server", "127.0.0.1:\(served.port)"]
        let plain = try await served.program.run(["connect", Self.name, "--print"] + place)
        #expect(plain.output == "127.0.0.1 \(echo.port) ns.svc.internal.\n" && plain.complaint.isEmpty, "\(plain)")
        // With a dot or without.
        let json = try await served.program.run(["connect", Self.name + ".", "--json"] + place)
        #expect(
            json.output == "{\"service\":\"\(Self.name).\",\"target\":\"ns.svc.internal.\",\"address\":\"127.0.0.1\","
                + "\"port\":\(echo.port)}\n")
        try await served.stop()
    }

    @Test("--exec becomes the command: same process, same descriptors, the endpoint in its environment, its exit code")
    func executing() async throws {
        let (served, echo) = (try await ServedProgram(), try EchoListener())
        try await register(served, "1 0 \(echo.port) ns.svc.internal.")
        let home = served.program.home
        let report = try home.write(
            "report",
            "env | grep ^SVCTOP_ | sort; echo $$; ls /proc/$$/fd | grep -vx 10 | tr '\\n' ' '; ulimit -n; exit 7\n")
        // The shells have the scripts open as descriptor 10.
        let start = try home.write(
            "start", "echo $$; exec \"$@\" --exec -- sh -c '. \"$0\"' '\(report)'\n")
        let result = try await shell(
            served, "ulimit -Sn 256; (sh '\(start)' CONNECT \(Self.name); echo $?) 8</dev/null")
        let lines = result.output.split(separator: "\n").map(String.init)
        try #require(lines.count == 9, "\(result.output)")
        #expect(
            lines[1...5] == [
                "SVCTOP_ADDRESS=127.0.0.1", "SVCTOP_HOST=ns.svc.internal", "SVCTOP_PORT=\(echo.port)",
                "SVCTOP_SERVICE=\(Self.name).", "SVCTOP_TARGET=ns.svc.internal.",
            ])
        #expect(lines[6] == lines[0])
        #expect(lines[7] == "0 1 2 8 256")
        #expect(lines[8] == "7")
        try await served.stop()
    }

    @Test("a record that has grown stale while the client tries is looked up again")
    func stale() async throws {
        let (served, echo, dead) = (try await ServedProgram(), try EchoListener(), try Listener())
        dead.stop()
        try await register(served, "1 0 \(dead.port) ns.svc.internal.")
        async let result = served.program.run("connect", Self.name, "--print", "--server", "127.0.0.1:\(served.port)")
        try await waitUntil("it says what is wrong") { served.program.home.read("stderr").contains("trying again") }
        try await register(served, "1 0 \(echo.port) ns.svc.internal.")
        let found = try await result
        #expect(found.output == "127.0.0.1 \(echo.port) ns.svc.internal.\n")
        #expect(
            found.complaint
                == "svctop: ns.svc.internal at 127.0.0.1:\(dead.port): connection refused: trying again\n", "\(found)")
        try await served.stop()
    }

    @Test("the configuration says whom to ask for the zone")
    func configured() async throws {
        let (served, echo) = (try await ServedProgram(), try EchoListener())
        try await register(served, "1 0 \(echo.port) ns.svc.internal.")
        let client = try Program(
            configuration: "[zones.\"svc.internal\"]\nservers = [\"127.0.0.1:\(served.port)\"]\n")
        let result = try await client.run("connect", Self.name, "--print")
        #expect(result.output == "127.0.0.1 \(echo.port) ns.svc.internal.\n", "\(result)")
        try await served.stop()
    }

    @Test("what does not come about is one line with the reason, and a status")
    func failures() async throws {
        let served = try await ServedProgram()
        let dead = try Listener()
        dead.stop()
        try await register(served, "0 0 0 .")
        let place = ["--server", "127.0.0.1:\(served.port)"]
        let off = try await served.program.run(["connect", Self.name] + place)
        #expect(off.status == 1)
        #expect(off.complaint == "svctop: \(Self.name) is decidedly not offered: its record has the target '.'\n")
        try await register(served, "0 0 \(dead.port) ns.svc.internal.")
        let late = try await served.program.run(["connect", Self.name, "--deadline", "300ms"] + place)
        #expect(late.status == 1)
        let line = try #require(late.complaint.split(separator: "\n").last)
        #expect(line.hasPrefix("svctop: \(Self.name) could not be reached within 0.3 s ("), "\(line)")
        #expect(line.hasSuffix(" look-ups): ns.svc.internal at 127.0.0.1:\(dead.port): connection refused"), "\(line)")
        try await served.stop()
    }

    @Test(
        "mistakes are told before anything is asked",
        arguments: [
            (["_dns._udp.svc.internal"], "_dns._udp.svc.internal is a service over UDP: only connections can be made"),
            (["a..b"], "a..b is no name of a service: a label is empty"),
            (["_x._tcp.a", "--deadline", "soon"], "--deadline must be a duration like \"10s\""),
            (["_x._tcp.a", "--exec"], "--exec and `-- COMMAND` go together"),
            (["_x._tcp.a", "--server", "1.2.3.999"], "--server: '1.2.3.999' is not an IP address"),
            (["_x._tcp.a", "--pin", "short"], "--pin: short is not the SHA-256 of a public key"),
            (["_x._tcp.a", "--cert", "/nonexistent"], "/nonexistent"),
        ])
    func mistakes(_ arguments: [String], _ complaint: String) async throws {
        let result = try await Program().run(["connect"] + arguments)
        #expect(result.status == 2 && result.complaint.contains(complaint), "\(result)")
        #expect(result.complaint.split(separator: "\n").count == 1 && result.output.isEmpty, "\(result)")
    }
}
