import ActivationControl
import PeerServers
import Testing

@Suite(
    "`activate`: services that do not run are found, and start when they are used", .needs(programs: "dig", "python3"))
struct StandInLifeTests {
    @Test(
        "found by its name, started by who comes, at the same port and with no update after the stand-in was killed",
        .needs(.bind), arguments: [EssaySoftware.embedded, .bind])
    func life(software: EssaySoftware) async throws {
        let standIn = try await StandInProgram(.init(.echo), at: software)
        let owner = "_http._tcp.web.svc.internal."
        let port = try #require(try await standIn.server.ports(owner).first)
        let text = try await standIn.server.records(owner, "TXT").joined()
        #expect(text.contains("\"activation=connect\""), "\(text)")
        #expect(try standIn.report().state == .dormant)
        #expect(try standIn.report().starts == 0)

        let found = try await Program().run("connect", owner, "--server", standIn.server.place, "--deadline", "20s")
        #expect(found.status == 0, "\(found.complaint)")
        #expect(try standIn.report().starts == 1)

        // What runs would keep the port for itself.
        try standIn.client.stop("web")
        try await waitUntil("it is dormant: \(standIn.output)") { try standIn.report().state == .dormant }
        let serial = try await standIn.server.serial
        try await standIn.restart()
        #expect(try await standIn.server.ports(owner) == [port])
        #expect(try await standIn.server.serial == serial)
        #expect(
            try await PatientClient(at: try await standIn.place(), saying: "hello\n").answer() == .answered("hello\n"))
        try await standIn.stop()
        #expect(try await standIn.server.ports(owner) == [], "withdrawn")
    }

    @Test("what it has stored is there for its next process, and is in no other's hands")
    func stored() async throws {
        let standIn = try await StandInProgram(.init(.storing))
        let place = try await standIn.place()
        #expect(try await PatientClient(at: place, saying: "hello\n").answer() == .answered("nothing was stored\n"))
        let process = try #require(try standIn.report().process)
        try standIn.client.stop("web")
        try await waitUntil("it is dormant: \(standIn.output)") { try standIn.report().state == .dormant }
        #expect(
            try await PatientClient(at: place, saying: "hello\n").answer()
                == .answered("found what \(process) has left\n"))
        try await standIn.stop()
    }

    @Test("what it has stored outlives the stand-in, where another takes its place")
    func storedAcross() async throws {
        let standIn = try await StandInProgram(.init(.storing))
        let place = try await standIn.place()
        #expect(try await PatientClient(at: place, saying: "hello\n").answer() == .answered("nothing was stored\n"))
        let process = try #require(try standIn.report().process)
        try await standIn.takeOver()
        #expect(try standIn.report().process == process)
        try standIn.client.stop("web")
        try await waitUntil("it is dormant: \(standIn.output)") { try standIn.report().state == .dormant }
        #expect(
            try await PatientClient(at: place, saying: "hello\n").answer()
                == .answered("found what \(process) has left\n"))
        try await standIn.stop()
    }
}
