import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("What makes the rest of the machine resolve the zones")
struct ResolverIntegrationTests {
    private let server = SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 5300)
    private let zones = [name("svc.internal."), name("lab.example.")]

    @Test("systemd-resolved asks svctop for the zones alone")
    func resolved() throws {
        let files = ResolverIntegration.systemdResolved.files(for: zones, at: server)
        #expect(
            files.first?.text == """
                [Resolve]
                DNS=127.0.0.1:5300
                Domains=~svc.internal ~lab.example

                """)
        #expect(files.last?.text == "svc.internal\nlab.example\n")
        let six = SocketPlace(try #require(IPAddress("::")), port: 53)
        #expect(
            ResolverIntegration.systemdResolved.files(for: [.root], at: six).first?.text
                == "[Resolve]\nDNS=[::1]:53\nDomains=~.\n")
    }

    @Test("every file has a path of its own and one line that says what it is for")
    func explanations() {
        for integration in ResolverIntegration.allCases {
            let files = integration.files(for: zones, at: server)
            #expect(!files.isEmpty && Set(files.map(\.path)).count == files.count)
            for file in files { #expect(file.path.hasPrefix("/etc/") && !file.explanation.contains("\n")) }
        }
    }

    @Test("dnsmasq takes its file", .needs(programs: "dnsmasq"))
    func dnsmasq() async throws {
        let file = try #require(ResolverIntegration.dnsmasq.files(for: zones, at: server).first)
        #expect(
            file.text == """
                server=/svc.internal/127.0.0.1#5300
                rebind-domain-ok=/svc.internal/
                server=/lab.example/127.0.0.1#5300
                rebind-domain-ok=/lab.example/

                """)
        let folder = try TemporaryFolder()
        let result = try await Tool.run("dnsmasq", ["--test", "-C", folder.write("conf", file.text)])
        #expect(result.succeeded, "\(result.output)")
    }

    @Test("Unbound resolves names of the zone through it", .needs(.bind), .needs(programs: "unbound", "dig"))
    func unbound() async throws {
        let zone = PeerZone.simple("svc.internal.", records: "web A 127.0.0.7")
        let authority = try await PeerServer.start(.bind, PeerConfiguration(zone))
        let endpoint = SocketPlace(server.address, port: authority.port)
        let file = try #require(ResolverIntegration.unbound.files(for: zones, at: endpoint).first)
        let folder = try TemporaryFolder()
        let port = try freeLoopbackPort()
        // As on a machine that validates and lets no private address through.
        let text = """
            server:
                directory: "\(folder.path)"
                chroot: ""
                username: ""
                pidfile: ""
                use-syslog: no
                interface: 127.0.0.1@\(port)
                module-config: "validator iterator"
                trust-anchor-signaling: no
                outgoing-interface: 127.0.0.1
                trust-anchor: "internal. DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"
                private-address: 127.0.0.0/8
            \(file.text)
            """
        let path = try folder.write("unbound.conf", text)
        let program = try #require(Tool.path(of: "unbound"))
        let process = try ChildProcess([program, "-d", "-c", path], output: "\(folder.path)/log")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        var answer = ""
        while answer.isEmpty {
            try #require(process.isRunning && ContinuousClock.now < deadline, "\(folder.read("log"))")
            answer = try await Tool.run(
                "dig", ["@127.0.0.1", "-p", "\(port)", "+short", "+tries=1", "+time=1", "web.svc.internal", "A"]
            ).output.split(separator: "\n").filter { !$0.hasPrefix(";") }.joined()
        }
        #expect(answer == "127.0.0.7")
    }
}
