import DNSCore
import FoundationEssentials
import Glibc
import PeerServers
import Testing

/// The essay's attacker: a service ends, and a program of another user takes its port.
@Suite(
    "A stranger on a service's port is shown wherever one looks", .serialized, .needs(.bind),
    .needs(programs: "python3", "tmux"), .needsOtherUsers)
struct ImpostorTests {
    private static let service: UInt32 = 1234
    private static let stranger: UInt32 = 4321

    private struct Document: Decodable {
        struct Instance: Decodable {
            struct Peer: Decodable {
                var is_impostor: Bool
                var uid: UInt32?
                var pid: Int32?
                var command: String?
                var expected_uids: [UInt32]
            }

            var status: String
            var reason: String?
            var effective_share: Double
            var stranger_share: Double
            var peer: Peer?
        }

        var instances: [Instance]
    }

    private func instance(_ port: UInt16) async throws -> Document.Instance {
        let list = try await Program().run("list", "svc.test", "-s", "127.0.0.1:\(port)", "--json")
        let document = try JSONDecoder().decode(Document.self, from: Data(list.output.utf8))
        return try #require(document.instances.first)
    }

    private func server(_ port: UInt16) async throws -> PeerServer {
        let records = """
            h A 127.0.0.1
            _x._tcp SRV 10 10 \(port) h
            _x._tcp TXT "target=h.svc.test." "port=\(port)" "uid=\(Self.service)"
            """
        return try await PeerServer.start(.bind, PeerConfiguration(.simple(records: records)))
    }

    @Test("the port of a service that has ended, snatched within one probe interval")
    func snatched() async throws {
        let owner = try await UserListener(user: Self.service)
        let port = owner.port
        let server = try await server(port)
        let own = try await instance(server.port)
        #expect(own.status == "up")
        #expect(own.peer?.is_impostor == false)

        let watch = try Watch("svc.test", at: server.port)
        let terminal = try await Tmux(
            columns: 140, rows: 50,
            ["env"] + Program.quick().prefix + [Program.path, "svc.test", "-s", "127.0.0.1:\(server.port)"])
        try await terminal.screen(with: "1 up")

        owner.stop()
        let stranger = try await UserListener(user: Self.stranger, port: port)
        let event = try await watch.event("impostor", of: "h:\(port)")
        #expect(event.reason == "another user's port")
        let screen = try await terminal.screen(with: "1 impostor")
        #expect(screen.contains("is uid 4321's, not uid 1234's"))
        try await terminal.type("Down")
        let details = try await terminal.screen(with: "pid \(stranger.pid)")
        #expect(details.contains("uid 4321, python3"))
        #expect(details.contains("expected uid 1234"))
        #expect(details.contains("100% of clients go to a stranger until it is withdrawn (w)"))
        try await terminal.type("w")
        try await terminal.screen(with: "is an impostor (is uid 4321's, not uid 1234's)")
        try await terminal.type("Escape")
        try await terminal.screen("the plan closed") { !$0.contains("Withdraw h:") }
        try await terminal.type("q")
        try await terminal.ended()

        let found = try await instance(server.port)
        #expect(found.status == "impostor")
        #expect(found.reason == "is uid 4321's, not uid 1234's")
        #expect(found.effective_share == 0)
        #expect(found.stranger_share == 1)
        #expect(found.peer?.uid == Self.stranger)
        #expect(found.peer?.pid == stranger.pid)
        #expect(found.peer?.command == "python3")
        #expect(found.peer?.expected_uids == [Self.service])

        let check = try await Program().run("check", "svc.test", "-s", "127.0.0.1:\(server.port)", "-c", "50")
        #expect(check.status == 2)
        #expect(check.output.contains("is impostor (is uid 4321's, not uid 1234's)"))
        let table = try await Program().run("list", "svc.test", "-s", "127.0.0.1:\(server.port)")
        #expect(table.output.contains("is uid 4321's, not uid 1234's"))

        // The service comes back, by a socket that root hands over.
        stranger.stop()
        let back = try await UserListener(user: Self.service, port: port, isHandedOver: true)
        try await watch.event("recovered", of: "h:\(port)")
        #expect(try await instance(server.port).status == "up")
        back.stop()
        watch.end()
        await server.stop()
    }

    @Test(
        "within one probe interval of ten seconds, counted by svctop's own clock, nobody has to wait for a second probe"
    )
    func firstProbe() async throws {
        // The only probe that is made before the next one is due in an hour.
        let stranger = try await UserListener(user: Self.stranger, .waits)
        let server = try await server(stranger.port)
        let program = try Program(configuration: "[probe]\ninterval = \"1h\"\n")
        let terminal = try await Tmux(
            columns: 140, rows: 30,
            ["env"] + program.prefix + [Program.path, "svc.test", "-s", "127.0.0.1:\(server.port)"])
        try await terminal.screen(with: "1 impostor")
        try await terminal.type("q")
        try await terminal.ended()
        await server.stop()
    }

    @Test("the admin looks at who answers, pins it, and is told of another one")
    func pinned() async throws {
        let owner = try await UserListener(user: Self.service)
        let port = owner.port
        let records = "h A 127.0.0.1\n_x._tcp SRV 10 10 \(port) h"
        let server = try await PeerServer.start(.bind, PeerConfiguration(.simple(records: records)))
        let program = try Program.quick()
        let command = ["env"] + program.prefix + [Program.path, "svc.test", "-s", "127.0.0.1:\(server.port)"]
        let terminal = try await Tmux(columns: 140, rows: 50, command)
        try await terminal.screen(with: "1 up")
        try await terminal.type("Down")
        try await terminal.screen(with: "owner    uid 1234")
        try await terminal.type(":", "pin", "Enter")
        try await terminal.screen(with: "user  uid 1234")
        try await terminal.type("Enter")
        try await terminal.screen(with: "Pinned who answers at h.svc.test:\(port)")
        try await terminal.screen(with: "expected uid 1234")
        owner.stop()
        let stranger = try await UserListener(user: Self.stranger, port: port)
        try await terminal.screen(with: "1 impostor")
        try await terminal.type("q")
        try await terminal.ended()

        // Another run knows it from the start.
        let arguments = ["svc.test", "-s", "127.0.0.1:\(server.port)"]
        #expect(try await program.run(["list"] + arguments).output.contains("is uid 4321's, not uid 1234's"))
        let other = try await Program().run(["list"] + arguments)
        #expect(other.output.contains("up "))

        let again = try await Tmux(columns: 140, rows: 50, command)
        try await again.screen(with: "1 impostor")
        try await again.type("Down")
        try await again.type(":", "pin", "Enter")
        try await again.screen(with: "Lets go of what was pinned")
        try await again.type("Enter")
        try await again.screen(with: "1 up")
        try await again.type("q")
        try await again.ended()
        stranger.stop()
        await server.stop()
    }

    @Test("the configuration says who should answer where the record does not")
    func configured() async throws {
        let stranger = try await UserListener(user: Self.stranger)
        let records = "h A 127.0.0.1\n_x._tcp SRV 10 10 \(stranger.port) h"
        let server = try await PeerServer.start(.bind, PeerConfiguration(.simple(records: records)))
        for (users, status) in [("1234", "impostor"), ("[1234, 4321]", "up")] {
            let program = try Program(configuration: "[identity.\"_x._tcp.svc.test\"]\nuid = \(users)\n")
            let list = try await program.run("list", "svc.test", "-s", "127.0.0.1:\(server.port)", "--json")
            let document = try JSONDecoder().decode(Document.self, from: Data(list.output.utf8))
            #expect(document.instances.map(\.status) == [status], "\(list.complaint)")
        }
        await server.stop()
    }
}

@Suite(
    "Who answers in TLS is judged by what the records say", .serialized, .needs(.bind), .needs(programs: "openssl"))
struct WrongKeyTests {
    private func list(_ port: UInt16) async throws -> [String] {
        let list = try await Program().run("list", "svc.test", "-s", "127.0.0.1:\(port)", "--csv")
        return list.output.split(separator: "\r\n").dropFirst().map { row in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            return cells.count > 11 ? cells[10...11].joined(separator: " ") : String(row)
        }
    }

    @Test("TLSA names the key; who has another one is an impostor", arguments: ["TLSA", "TXT"])
    func pins(type: String) async throws {
        let identity = try await SelfSigned()
        let own = try await OpenSSLServer(identity)
        let pin =
            type == "TLSA" ? "_\(own.port)._tcp.h TLSA 3 1 1 \(identity.digest)" : "_x._tcp TXT \"pin=\(identity.pin)\""
        let server = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(records: "h A 127.0.0.1\n_x._tcp SRV 10 10 \(own.port) h\n\(pin)")))
        #expect(try await list(server.port) == ["up "])
        own.stop()
        let other = try await SelfSigned()
        let stranger = try await OpenSSLServer(other, port: own.port)
        let rows = try await list(server.port)
        #expect(rows == ["impostor its key \(other.pin.prefix(8))… is not the one pinned"])
        let check = try await Program().run("check", "svc.test", "-s", "127.0.0.1:\(server.port)")
        #expect(check.status == 2)
        stranger.stop()
        await server.stop()
    }

    @Test("a certificate that ends soon, and one for someone else where a name is asked for")
    func certificates() async throws {
        let ending = try await OpenSSLServer(try await SelfSigned(names: "DNS:h.svc.test", days: 5))
        let server = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(records: "h A 127.0.0.1\n_https._tcp SRV 10 10 \(ending.port) h")))
        let rows = try await list(server.port)
        #expect(rows.count == 1)
        #expect(rows.first?.hasPrefix("degraded its certificate expires on ") == true)
        ending.stop()

        let other = try await OpenSSLServer(try await SelfSigned(names: "DNS:evil.test"), port: ending.port)
        #expect(try await list(server.port) == ["up "])
        let strict = try Program(configuration: "[identity.\"_https._tcp.svc.test\"]\ncertificate-name = true\n")
        let judged = try await strict.run("list", "svc.test", "-s", "127.0.0.1:\(server.port)")
        #expect(judged.output.contains("impostor"))
        #expect(judged.output.contains("its certificate is for evil.test"))
        other.stop()
        await server.stop()
    }
}
