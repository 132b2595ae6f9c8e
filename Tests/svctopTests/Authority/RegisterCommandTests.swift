import DNSCore
import Glibc
import PeerServers
import Testing

@Suite("`register` and `unregister`: services that something else runs", .needs(programs: "dig", "nsupdate"))
struct RegisterCommandTests {
    private static let service = "_http._tcp.web.svc.internal."

    private func options(_ served: ServedProgram, _ key: String) -> [String] {
        ["--server", "127.0.0.1:\(served.port)", "--key", key]
    }

    @Test("what has to be sent is sent once; what is there is left; what nsupdate would need can be printed")
    func registering() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        let command = ["register", Self.service, "--port", "8080", "--txt", "probe=http"] + options(served, key)
        let script = try await served.program.run(command + ["--dry-run"])
        #expect(script.status == 0)
        #expect(try await served.data("_http._tcp.web", "SRV") == [])
        #expect(script.output.contains("update add \(Self.service) 60 SRV 0 0 8080 ns.svc.internal.\n"))
        let first = try await served.program.run(command)
        #expect(first.output == "\(Self.service): registered now: ns.svc.internal.:8080\n")
        #expect(first.complaint == "" && first.status == 0)
        let serial = try await served.serial
        let second = try await served.program.run(command + ["--json"])
        #expect(second.status == 0)
        #expect(
            second.output == """
                {"dry_run":false,"names":[{"name":"\(Self.service)","target":"ns.svc.internal.","port":8080,"priority":0,\
                "weight":0,"result":"unchanged"}],"problems":[]}

                """)
        #expect(try await served.serial == serial)
        try await served.stop()
    }

    @Test("nsupdate does with the script what svctop would have done")
    func script() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        let command = ["register", Self.service, "--port", "8080", "--uid", "7"] + options(served, key)
        let script = try await served.program.run(command + ["--dry-run"]).output
        let result = try await Tool.run("nsupdate", ["-v", "-k", key], input: script)
        #expect(result.succeeded, "\(result.output)")
        let after = try await served.program.run(command)
        #expect(after.output.contains("registered already, nothing had to be sent"))
        try await served.stop()
    }

    @Test("unregister takes this host's records away, and says when there are none")
    func unregistering() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        _ = try await served.update(
            key: key, "update add \(Self.service) 60 SRV 0 0 1 elsewhere.svc.internal.")
        _ = try await served.program.run(
            ["register", Self.service, "--port", "8080", "--uid", "7"] + options(served, key))
        let first = try await served.program.run(["unregister", Self.service] + options(served, key))
        #expect(first.output == "\(Self.service): withdrawn\n")
        #expect(try await served.data("_http._tcp.web", "SRV") == ["0 0 1 elsewhere.svc.internal."])
        #expect(try await served.data("_http._tcp.web", "TXT") == [])
        let second = try await served.program.run(["unregister", Self.service] + options(served, key))
        #expect(second.output == "\(Self.service): nothing of this host is there, nothing had to be sent\n")
        #expect(second.status == 0)
        try await served.stop()
    }

    @Test("a file stands for the options, --hold stays until it is told to end")
    func holding() async throws {
        let served = try await ServedProgram()
        let key = try await served.newKey(Self.service)
        let file = try served.program.home.write(
            "web.toml",
            """
            [service]
            server = "127.0.0.1:\(served.port)"
            key-file = "\(key)"
            check = "1s"
            [names."\(Self.service)"]
            port = 8080

            """)
        let child = try ChildProcess(
            ["/usr/bin/env"] + served.program.prefix + [Program.path, "register", "-c", file, "--hold"],
            output: "\(served.program.home.path)/hold-log")
        try await waitUntil("it registers") { served.program.home.read("hold-log").contains("registered now") }
        #expect(try await served.data("_http._tcp.web", "SRV") == ["0 0 8080 ns.svc.internal."])
        _ = try await served.update(key: key, "update delete \(Self.service) SRV")
        try await waitUntil("it is put back: \(served.program.home.read("hold-log"))") {
            served.program.home.read("hold-log").contains("the record is there again")
        }
        child.send(SIGTERM)
        try await waitUntil("it ends") { !child.isRunning }
        #expect(child.exitStatus == 0)
        #expect(try await served.data("_http._tcp.web", "SRV") == [])
        try await served.stop()
    }

    @Test("mistakes are told in a line, with what would be right")
    func mistakes() async throws {
        let program = try Program()
        let port = try freeLoopbackPort()
        let server = ["--server", "127.0.0.1:\(port)"]
        let cases: [(arguments: [String], status: Int32, text: String)] = [
            (
                ["register"] + server, 2,
                "give a name to register, such as _http._tcp.web.svc.internal, or a file with -c"
            ),
            (["register", "web.svc.internal", "-p", "1"] + server, 2, "it has to begin like _http._tcp."),
            (["register", Self.service] + server, 2, "which port \(Self.service) is at has to be said"),
            (["register", Self.service, "-p", "x=1"] + server, 2, "no name has the label 'x'"),
            (["register", Self.service, "-p", "0"] + server, 2, "is no port"),
            (["register", Self.service, "-p", "1", "--lease", "0s"] + server, 2, "--lease '0s' is no duration"),
            (["register", Self.service, "-p", "1", "--uid", "nobody-at-all"] + server, 2, "there is no user"),
            (["register", Self.service, "-p", "1", "--txt", "=x"] + server, 2, "cannot be a string of a TXT record"),
            (["register", Self.service, "-p", "1"] + server, 1, "127.0.0.1:\(port): connection refused"),
            (["unregister", Self.service, Self.service] + server, 2, "is there twice"),
            (["register", Self.service, "-k", "/none"] + server, 2, "/none: No such file or directory"),
        ]
        for (arguments, status, text) in cases {
            let result = try await program.run(arguments)
            #expect(result.status == status, "\(arguments)")
            #expect(result.complaint.contains(text), "\(arguments): \(result.complaint)")
            #expect(result.complaint.split(separator: "\n").count == 1)
        }
    }
}
