import ActivationControl
import Glibc
import PeerServers
import Testing

@Suite("`activate`: who only looks whether a port is open", .serialized, .needs(programs: "dig", "python3"))
struct ScanTests {
    private static let times = 10_000

    @Test(
        "starts nothing where it is data that wakes, however often; who says something then is served",
        arguments: PortScan.allCases)
    func data(scan: PortScan) async throws {
        let standIn = try await StandInProgram(
            .init("web", .draining, "wake = \"data\""), .init("each", .shellScript, "wake = \"data\""))
        for name in ["web", "each"] {
            let place = try await standIn.place(of: name)
            #expect(scan.look(Self.times, at: place) == Self.times)
            // Who is answered comes after all of them.
            let client = PatientClient(at: place, saying: "hello\n")
            guard case .answered(let text) = try await client.answer() else {
                Issue.record("\(name): \(standIn.output)")
                continue
            }
            if name == "each" { #expect(text == "you said hello\n") }
            #expect(try standIn.report(name).starts == 1)
        }
        try await standIn.stop()
    }

    @Test("who is silent but stays starts nothing, and is served when he speaks")
    func silent() async throws {
        let standIn = try await StandInProgram(
            .init("web", .echo, "wake = \"data\""), .init("each", .shellScript, "wake = \"data\""))
        for (name, answer) in [("web", "hello\n"), ("each", "you said hello\n")] {
            let place = try await standIn.place(of: name)
            let silent = PatientClient(at: place)
            _ = PortScan.ends.look(100, at: place)
            #expect(try standIn.report(name).starts == 0)
            silent.say("hello\n")
            #expect(try await silent.answer() == .answered(answer), "\(standIn.output)")
            #expect(try standIn.report(name).starts == 1)
        }
        try await standIn.stop()
    }

    @Test("leaves a service that it does wake able to start")
    func connect() async throws {
        let standIn = try await StandInProgram(
            .init("web", .draining), .init("each", .shellScript), .init("failing", .failing))
        let place = try await standIn.place(of: "web")
        #expect(PortScan.ends.look(Self.times, at: place) == Self.times)
        let client = PatientClient(at: place, saying: "hello\n")
        guard case .answered = try await client.answer() else {
            Issue.record("\(client): \(standIn.output)")
            return
        }
        // A process for each takes longer.
        let each = try await standIn.place(of: "each")
        #expect(PortScan.ends.look(300, at: each) == 300)
        #expect(
            try await PatientClient(at: each, saying: "hello\n").answer() == .answered("you said hello\n"),
            "\(standIn.output)")
        let failing = try await standIn.place(of: "failing")
        #expect(PortScan.ends.look(1000, at: failing) == 1000)
        try await waitUntil("it has been tried: \(standIn.output)") { try standIn.report("failing").starts >= 2 }
        try await standIn.stop()
    }
}
