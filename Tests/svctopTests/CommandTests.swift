import PeerServers
import Testing

@Suite("`check` and `list` with services that come and go, at servers of every address", .needs(.bind))
struct CommandTests {
    @Test("check is 0, 1, 2 and 3 as listeners go, and then the server")
    func check() async throws {
        let listeners = try (0..<3).map { _ in try Listener() }
        let ports = listeners.map(\.port)
        let zone = PeerZone.simple(
            records: """
                h A 127.0.0.1
                _a._tcp SRV 0 0 \(ports[0]) h
                _a._tcp SRV 0 0 \(ports[1]) h
                _b._tcp SRV 0 0 \(ports[2]) h
                """)
        let server = try await PeerServer.start(.bind, PeerConfiguration(zone))
        let check = { try await Program().run("check", "svc.test", "-s", "127.0.0.1:\(server.port)") }
        let ok = try await check()
        #expect(ok.status == 0)
        #expect(ok.output.hasPrefix("SVCTOP OK - "))
        #expect(ok.output.contains(" | up=3;;;0;3 problems=0;0;;0;3 "))
        listeners[0].stop()
        let warning = try await check()
        #expect(warning.status == 1)
        #expect(warning.output.hasPrefix("SVCTOP WARNING - 1 of 3 instances has a problem (1 down): h:\(ports[0])"))
        #expect(warning.output.contains(" | up=2;;;0;3 problems=1;0;;0;3 "))
        listeners[2].stop()
        let critical = try await check()
        #expect(critical.status == 2)
        #expect(critical.output.hasPrefix("SVCTOP CRITICAL - "))
        #expect(critical.output.contains("_b._tcp"))
        #expect(critical.output.contains(" services=2 lost_services=1;"))
        try listeners[2].start()
        #expect(try await check().status == 1)
        await server.stop()
        let unknown = try await check()
        #expect(unknown.status == 3)
        #expect(unknown.output.hasPrefix("SVCTOP UNKNOWN - svc.test. could not be read: 127.0.0.1:\(server.port): "))
        for result in [ok, warning, critical, unknown] {
            #expect(result.output.filter(\.isNewline).count == 1, "\(result.output)")
            #expect(result.complaint.isEmpty)
        }
    }

    @Test("a filter applies to the table, JSON, CSV and the count alike")
    func filter() async throws {
        let listener = try Listener()
        let zone = PeerZone.simple(
            records: """
                h A 127.0.0.1
                _a._tcp SRV 0 0 \(listener.port) h
                _a._tcp SRV 0 0 1 h
                _b._tcp SRV 0 0 2 nowhere
                """)
        let server = try await PeerServer.start(.bind, PeerConfiguration(zone))
        func list(_ options: String...) async throws -> String {
            let result = try await Program().run(["list", "svc.test", "-s", "127.0.0.1:\(server.port)"] + options)
            #expect(result.status == 0)
            #expect(result.complaint.isEmpty)
            return result.output
        }
        let filters = [("status:up", [listener.port]), ("port<3", [1, 2]), ("_a", [1, listener.port])]
        for (filter, ports) in filters {
            let shown = try await list("--filter", filter, "--csv").split(separator: "\r\n").dropFirst()
            #expect(shown.map { String($0.split(separator: ",")[4]) } == ports.map(String.init))
            #expect(try await list("--filter", filter).split(separator: "\n").count == ports.count + 1)
            #expect(try await list("--filter", filter, "--json").split(separator: "\"port\":").count == ports.count + 1)
            #expect(try await list("--filter", filter, "--count") == "\(ports.count)\n")
        }
        #expect(try await list("--filter", "port:4711", "--count") == "0\n")
        await server.stop()
    }

    @Test("a server is found by IPv4, IPv6 and name", arguments: [false, true])
    func addresses(listensOnIPv6: Bool) async throws {
        var configuration = PeerConfiguration(.simple(records: "_x._tcp SRV 0 0 1 ns"))
        configuration.listensOnIPv6 = listensOnIPv6
        let server = try await PeerServer.start(.bind, configuration)
        let port = server.port
        let servers = ["127.0.0.1:\(port)", "localhost:\(port)"] + (listensOnIPv6 ? ["[::1]:\(port)"] : [])
        for address in servers {
            let result = try await Program().run("list", "svc.test", "-s", address, "--json", "--no-probe")
            #expect(result.status == 0, "\(address): \(result.complaint)")
            #expect(result.output.contains("\"server\":\"\(address)\""))
            #expect(result.output.contains("\"port\":1,"))
        }
        if listensOnIPv6 {
            let byOptions = try await Program().run("list", "svc.test", "@::1", "-p", "\(port)", "--count")
            #expect(byOptions.output == "1\n", "\(byOptions.complaint)")
        } else {
            let none = try await Program().run("list", "svc.test", "-s", "[::1]:\(port)")
            #expect(none.status == 1)
            #expect(none.complaint.hasPrefix("svctop: svc.test.: [::1]:\(port): connection refused"))
        }
        await server.stop()
    }
}
