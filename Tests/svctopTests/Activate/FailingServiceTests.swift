import ActivationControl
import Glibc
import PeerServers
import Testing

@Suite("`activate`: a service that fails is tried again, and never given up", .needs(programs: "dig", "python3"))
struct FailingServiceTests {
    /// Ends without success until there is a file.
    private static let mendable = ActivatedProgram(
        "one that can be mended", ["/usr/bin/python3", "-c", PythonService.mendable, "HOME/mended"],
        .text("hello\n", "hello\n"))

    @Test("who has come waits while it is tried again, later each time, and is served once it is mended")
    func mended() async throws {
        let standIn = try await StandInProgram(.init(Self.mendable, "start-timeout = \"20s\""))
        let client = PatientClient(at: try await standIn.place(), saying: "hello\n")
        try await waitUntil("several starts: \(standIn.output)") { try standIn.report().starts >= 4 }
        #expect(client.end == nil)
        let pauses = standIn.output.matches(of: #/the next try is in (\d+) ms; clients wait/#).compactMap { Int($0.1) }
        #expect(pauses.count >= 3, "\(standIn.output)")
        #expect(pauses == pauses.sorted(), "\(pauses)")
        try standIn.home.write("mended", "")
        #expect(try await client.answer() == .answered("hello\n"))
        #expect(try standIn.report().state == .active)
        try await standIn.stop()
    }

    @Test("one that fails again and again is suspended, says so, and comes back by itself")
    func suspended() async throws {
        let standIn = try await StandInProgram(
            .init(
                Self.mendable, "start-timeout = \"20s\"", "burst = 3",
                "suspension = \"1s\""))
        let client = PatientClient(at: try await standIn.place(), saying: "hello\n")
        try await standIn.says("it is suspended")
        #expect(try standIn.report().state == .suspended)
        let starts = try standIn.report().starts
        #expect(starts == 4)
        try standIn.home.write("mended", "")
        #expect(try await client.answer() == .answered("hello\n"))
        #expect(try standIn.report().starts == starts + 1)
        try await standIn.stop()
    }

    @Test("nobody waits longer than a start may take; who comes then has the start tried for him")
    func patience() async throws {
        let standIn = try await StandInProgram(
            .init(Self.mendable, "start-timeout = \"1s\""))
        let client = PatientClient(at: try await standIn.place(), saying: "hello\n")
        #expect(try await client.answer() == .reset)
        try standIn.home.write("mended", "")
        let next = PatientClient(at: try await standIn.place(), saying: "hello\n")
        #expect(try await next.answer() == .answered("hello\n"))
        try await standIn.stop()
    }

    @Test(
        "one that hangs is told to end when its time is over, killed when it does not, and tried again for the next client"
    )
    func hanging() async throws {
        let standIn = try await StandInProgram(
            .init(
                ActivatedProgram.stubborn, "start-timeout = \"500ms\"", "stop-timeout = \"300ms\""))
        let client = PatientClient(at: try await standIn.place(), saying: "hello\n")
        try await standIn.says("it hangs")
        let process = try #require(try standIn.report().process)
        try await standIn.says("not ready in 500 ms: it is told to end")
        try await standIn.says("its process is killed")
        try await waitUntil("it is gone") { kill(process, 0) != 0 }
        let end = try await client.answer()
        #expect(end == .reset, "\(standIn.output)")
        let starts = try standIn.report().starts
        let next = PatientClient(at: try await standIn.place(), saying: "hello\n")
        try await waitUntil("it is tried again: \(standIn.output)") { try standIn.report().starts > starts }
        #expect(next.end != .refused)
        try await standIn.stop()
    }
}
