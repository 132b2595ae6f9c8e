import PeerServers
import Testing

@Suite("`import` and `export`: from another server into svctop, and out again", .needs(.bind, .knot))
struct GrowingOutTests {
    private let zone = GeneratedZone(instances: 200, isAwkward: true)

    /// Starts a server on an exported folder, and gives all records that it has.
    private func records(_ command: [String], port: UInt16) async throws -> Set<String> {
        let log = try TemporaryFolder()
        let program = try #require(Tool.path(of: command[0]))
        let process = try ChildProcess([program] + command.dropFirst(), output: "\(log.path)/log")
        let poll = SOAPoll(zone: zone.name, port: port)
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !poll.isAnswered() {
            try #require(process.isRunning && ContinuousClock.now < deadline, "\(log.read("log"))")
            poll.ask()
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await transferred(port: port)
    }

    /// In lower case: a name that is written in two ways is one name, and comes back in one of them.
    private func transferred(port: UInt16) async throws -> Set<String> {
        let arguments = ["@127.0.0.1", "-p", "\(port)", "+noall", "+answer", "+nocmd", zone.name, "AXFR"]
        let output = try await Tool.run("dig", arguments).output
        let lines = output.split(separator: "\n").filter { !$0.hasPrefix(";") && !$0.contains("\tSOA\t") }
        return Set(lines.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased() })
    }

    @Test("a zone that was transferred is served by named and knotd as it was")
    func transfer() async throws {
        let source = try await PeerServer.start(.bind, PeerConfiguration(zone.peerZone))
        let before = try await transferred(port: source.port)
        #expect(before.count > 200)
        let program = try Program()
        let data = "\(program.home.path)/data"
        let imported = try await program.run(
            "import", zone.name, "--server", "127.0.0.1:\(source.port)", "--data", data)
        #expect(imported.status == 0, "\(imported.complaint)")
        #expect(imported.output.hasPrefix("svc.test. has "))
        for (option, command) in [
            ("--bind", ["named", "-g", "-n", "1", "-c", "named.conf"]), ("--knot", ["knotd", "-c", "knot.conf"]),
        ] {
            let port = try freeLoopbackPort()
            let folder = "\(program.home.path)/\(command[0])"
            let exported = try await program.run(
                "export", option, folder, "--data", data, "--listen", "127.0.0.1:\(port)", "--allow-transfer",
                "127.0.0.0/8")
            #expect(exported.status == 0, "\(exported.complaint)")
            let start = command.dropLast() + ["\(folder)/\(command.last ?? "")"]
            #expect(try await records(Array(start), port: port).symmetricDifference(before) == [])
        }
    }

    @Test("a zone file is taken over whole, or its mistake is told with its line and nothing is")
    func file() async throws {
        let program = try Program()
        let data = "\(program.home.path)/data"
        let file = try program.home.write("zone", "@ SOA ns h 1 2 3 4 5\n@ NS ns\na A 127.0.0.300\n")
        func importFile() async throws -> Program.Result {
            try await program.run("import", "svc.test", "--file", file, "--data", data)
        }
        let wrong = try await importFile()
        #expect(wrong.status == 1)
        #expect(wrong.complaint == "svctop: \(file):3: \"127.0.0.300\" is not an IPv4 address\n")
        try program.home.write("zone", "@ SOA ns h 1 2 3 4 5\n@ NS ns\na A 127.0.0.3\n")
        let right = try await importFile()
        #expect(right.status == 0)
        #expect(right.output == "svc.test. has 3 records at 2 names\n")
        #expect(right.complaint.contains("no TTL: the SOA's minimum is taken"))
        let again = try await importFile()
        #expect(again.status == 1)
        #expect(again.complaint.contains("svc.test. is in \(data) already"))
    }

    @Test("what is missing or too much is told, with exit status 2")
    func mistakes() async throws {
        let program = try Program()
        for arguments in [
            ["export"], ["export", "--bind", "a", "--knot", "b"], ["export", "--bind", "a", "--listen", "host:1"],
            ["import", "z.test"], ["import", "z.test", "--file", "f", "--server", "127.0.0.1"],
            ["import", "a..b", "--file", "f"],
        ] {
            let result = try await program.run(arguments)
            #expect(result.status == 2, "\(arguments): \(result.complaint)")
        }
        let missing = try await program.run("export", "--bind", "\(program.home.path)/x", "--data", "/nonexistent/data")
        #expect(missing.status == 1)
        #expect(missing.complaint.contains("/nonexistent/data: No such file or directory"))
    }
}
