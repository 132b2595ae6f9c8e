import ActivationControl
import PeerServers
import Testing

@Suite("`activate`: a process for each connection, and no more than that", .needs(programs: "dig", "python3"))
struct ConnectionLimitTests {
    @Test("who comes when all are at work waits, and is served when one of them has ended")
    func most() async throws {
        let standIn = try await StandInProgram(.init(.shellScript, "max-connections = 3"))
        let place = try await standIn.place()
        let clients = (0..<5).map { _ in PatientClient(at: place) }
        try await waitUntil("three are at work: \(standIn.output)") { try standIn.report().starts == 3 }
        try await standIn.says("3 connections are served at a time: further clients wait")
        for client in clients { client.say("hello\n") }
        for client in clients { #expect(try await client.answer() == .answered("you said hello\n")) }
        #expect(try standIn.report().starts == 5)
        try await standIn.stop()
    }

    @Test("one address has its share; others are served")
    func source() async throws {
        let standIn = try await StandInProgram(.init(.shellScript, "max-connections-per-source = 2"))
        let place = try await standIn.place()
        let first = (0..<2).map { _ in PatientClient(at: place, from: 2) }
        try await waitUntil("two are at work: \(standIn.output)") { try standIn.report().starts == 2 }
        let third = try await PatientClient(at: place, from: 2).answer()
        #expect([.silent, .reset].contains(third), "\(third)")
        let other = PatientClient(at: place, saying: "other\n", from: 3)
        #expect(try await other.answer() == .answered("you said other\n"))
        for client in first { client.say("hello\n") }
        for client in first { #expect(try await client.answer() == .answered("you said hello\n")) }
        let again = PatientClient(at: place, saying: "again\n", from: 2)
        #expect(try await again.answer() == .answered("you said again\n"))
        try await standIn.stop()
    }
}
