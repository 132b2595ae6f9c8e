import ArgumentParser
import DNSClient
import DNSCore
import Glibc
import PeerServers
import Testing

@testable import svctop

/// The commands against a real server, with instances that are there and one that is not.
@Suite(.needs(.bind)) struct RealServerTests {
    /// The server itself is what answers; nobody listens on the other port.
    private func start(key: PeerKey? = nil) async throws -> (server: PeerServer, zone: PeerZone) {
        let dead = try freeLoopbackPort()
        var zone = PeerZone.simple(records: "")
        var configuration = PeerConfiguration(zone, key: key)
        configuration.allowsUpdate = true
        // The port is known only once the server runs, so the records come by UPDATE.
        let server = try await PeerServer.start(.bind, configuration)
        try await server.nsupdate(
            "add _dns._tcp.svc.test. 60 SRV 10 1 \(server.port) ns.svc.test.",
            "add _dns._tcp.svc.test. 60 SRV 20 1 \(dead) ns.svc.test.",
            "add _dns._tcp.svc.test. 60 TXT \"a=b\" \"\\200\"")
        zone.text = "\(dead)"
        return (server, zone)
    }

    @Test func listShowsWhatIsThere() async throws {
        let (server, zone) = try await start()
        let address = "127.0.0.1:\(server.port)"
        let table = try await Program().run("list", "svc.test", "-s", address)
        #expect(table.status == 0)
        #expect(table.complaint.isEmpty)
        let lines = table.output.split(separator: "\n").map {
            $0.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        #expect(lines.count == 3)
        #expect(lines[0].prefix(3) == ["STATUS", "SERVICE", "TARGET"])
        #expect(lines[1].prefix(4) == ["up", "_dns._tcp", "ns", "\(server.port)"])
        #expect(lines[2].prefix(4) == ["down", "_dns._tcp", "ns", zone.text])

        let json = try await Program().run("list", "svc.test", "-s", address, "--json", "--no-probe")
        #expect(json.status == 0)
        #expect(
            json.output.contains(
                "\"port\":\(server.port),\"priority\":10,\"weight\":1,\"ttl\":60,\"addresses\":[\"127.0.0.1\"],\"txt\":[\"a=b\",\"\\\\200\"],\"status\":\"unknown\",\"reason\":\"not probed\""
            ))
        #expect(try await Program().run("list", "svc.test", "-s", address, "--count").output == "2\n")
        let filtered = try await Program().run("list", "svc.test", "-s", address, "--csv", "--filter", "status:down")
        #expect(filtered.output.split(separator: "\r\n").count == 2)
    }

    @Test func checkTellsWhatIsWrong() async throws {
        let (server, _) = try await start()
        let address = "127.0.0.1:\(server.port)"
        let warning = try await Program().run("check", "svc.test", "-s", address)
        #expect(warning.status == 1)
        #expect(warning.output.hasPrefix("SVCTOP WARNING - 1 of 2 instances has a problem (1 down): ns:"))
        #expect(warning.output.contains(" | up=1;;;0;2 problems=1;0;;0;2 "))
        #expect(try await Program().run("check", "svc.test", "-s", address, "-w", "50%").status == 0)
        #expect(try await Program().run("check", "svc.test", "-s", address, "-c", "40%").status == 2)
        #expect(try await Program().run("check", "svc.test", "-s", address, "--filter", "status:up").status == 0)
    }

    @Test func keysComeFromAFileOrTheCommandLine() async throws {
        let (server, _) = try await start(key: .test)
        let address = "127.0.0.1:\(server.port)"
        let program = try Program()
        let file = try program.home.write("key", PeerKey.test.bindText)
        #expect(try await program.run("list", "svc.test", "-s", address, "--count", "-k", file).output == "2\n")
        #expect(
            try await program.run("list", "svc.test", "-s", address, "--count", "-y", PeerKey.test.digText).output
                == "2\n")
        chmod(file, 0o644)
        let warned = try await program.run("list", "svc.test", "-s", address, "--count", "-k", file)
        #expect(warned.status == 0)
        #expect(warned.complaint == "svctop: warning: \(file) can be read by everyone: chmod o-r \(file)\n")
        let none = try await program.run("list", "svc.test", "-s", address)
        #expect(none.status == 1)
        #expect(none.complaint.contains("REFUSED"))
        let wrong = try await program.run(
            "list", "svc.test", "-s", address, "-y", "\(PeerKey.test.algorithm):\(PeerKey.test.name):AAAA")
        #expect(wrong.status == 1)
        #expect(wrong.complaint.contains("BADSIG"))
        #expect(wrong.complaint.filter(\.isNewline).count == 1)
    }

    @Test func aZoneThatMayNotBeTransferredIsAskedNameByName() async throws {
        let (server, _) = try await start(key: .test)
        let result = try await Program().run(
            "list", "svc.test", "-s", "127.0.0.1:\(server.port)", "--name", "_dns._tcp", "--json")
        #expect(result.output.contains("\"method\":\"SRV queries\""))
        #expect(result.output.contains("\"port\":\(server.port),"))
    }

    @Test(.needs(programs: "openssl")) func aPinnedServerIsTrustedAndAnotherIsNot() async throws {
        var configuration = PeerConfiguration(.simple(records: "_x._tcp SRV 0 0 9 ns"))
        configuration.servesTLS = true
        let server = try await PeerServer.start(.bind, configuration)
        let script = """
            openssl s_client -connect 127.0.0.1:\(server.tlsPort) </dev/null 2>/dev/null | openssl x509 -pubkey -noout \
            | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64
            """
        let pin = try await Tool.run("sh", ["-c", script]).output.filter { !$0.isNewline }
        let address = "127.0.0.1:\(server.tlsPort)"
        let trusted = try await Program().run("list", "svc.test", "-s", address, "--tls-pin", pin, "--count")
        #expect(trusted.output == "1\n")
        #expect(trusted.complaint.isEmpty)
        let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let refused = try await Program().run("list", "svc.test", "-s", address, "--tls-pin", other, "--count")
        #expect(refused.status == 1)
        #expect(refused.complaint.contains("pin"))
        let unknown = try await Program().run("list", "svc.test", "-s", address, "--tls", "--count")
        #expect(unknown.status == 1)
    }

    @Test func aConfigurationIsEnough() async throws {
        let (server, _) = try await start(key: .test)
        let program = try Program(
            configuration: """
                [zones."svc.test"]
                servers = "local"
                [servers.local]
                address = "127.0.0.1:\(server.port)"
                [keys."\(PeerKey.test.name)"]
                secret = "\(PeerKey.test.secret)"
                zones = "test"
                """)
        let result = try await program.run("list", "--count")
        #expect(result.output == "2\n")
        #expect(result.complaint.isEmpty)
    }

    /// `svctop list | head`
    @Test func aReaderThatGoesAwayIsNoFailure() async throws {
        let (server, _) = try await start()
        let program = try Program()
        let script = "{ \"$@\"; echo $? >&2; } | true"
        let result = try await Tool.run(
            "env",
            program.prefix + [
                "sh", "-c", script, "sh", Program.path, "list", "svc.test", "-s", "127.0.0.1:\(server.port)",
            ])
        #expect(result.output == "0\n")
    }

    @Test func watchTellsOfWhatHappens() async throws {
        let (server, _) = try await start()
        let program = try Program()
        let child = try ChildProcess(
            [
                Program.path, "watch", "svc.test", "-s", "127.0.0.1:\(server.port)", "--json", "--poll", "100ms",
                "--no-probe", "--config", "/dev/null",
            ],
            output: "\(program.home.path)/events")
        try await server.nsupdate("add _new._tcp.svc.test. 60 SRV 0 0 1 ns.svc.test.")
        let wanted = "\"event\":\"registered\",\"service\":\"_new._tcp.svc.test.\",\"instance\":\"ns:1\""
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !program.home.read("events").contains(wanted), ContinuousClock.now < deadline {
            // Seen by the first look at the zone it is no event: so it comes and goes until it is one.
            try await server.nsupdate("delete _new._tcp.svc.test. SRV")
            try await Task.sleep(for: .milliseconds(300))
            try await server.nsupdate("add _new._tcp.svc.test. 60 SRV 0 0 1 ns.svc.test.")
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(program.home.read("events").contains(wanted))
        child.end(with: SIGINT)
        #expect(child.exitStatus == SIGINT)
    }

    @Test func serversAreFoundByTheResolver() async throws {
        let (server, _) = try await start()
        let settings = try ZoneOptions.parse(["svc.test"]).settings()
        let resolver = try ServerAddress("127.0.0.1:\(server.port)")
        let found = try await ServerDiscovery(settings, resolvers: [resolver]).servers(of: try DomainName("svc.test"))
        #expect(found.map(\.address.host) == ["ns.svc.test."])
        await #expect(throws: Failure.self) {
            try await ServerDiscovery(settings, resolvers: [resolver]).servers(of: try DomainName("no.svc.test"))
        }
    }
}
