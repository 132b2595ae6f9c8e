import ActivationControl
import FoundationEssentials
import Glibc
import PeerServers
import Testing

@Suite(
    "`activate`: a service has what is its own, and nothing of the stand-in's", .needsOtherUsers,
    .needs(programs: "dig", "python3"))
struct ActivatedPrivilegeTests {
    private struct Description: Decodable {
        var descriptors: [Int]
        var uids: [UInt32]
        var gids: [UInt32]
        var groups: [UInt32]
        var variables: [String]
        var folder: String
    }

    @Test("another user's: his number, his groups, the descriptors and the environment that are meant for him")
    func user() async throws {
        let standIn = try await StandInProgram(
            [
                .init(
                    "web", .describing, "user = \"daemon\"", "folder = \"/usr\"", "environment = { COLOUR = \"blue\" }"),
                .init("other", .echo),
            ], environment: ["SECRET=of-the-stand-in"])
        let end = try await PatientClient(at: try await standIn.place()).answer()
        guard case .answered(let text) = end else {
            Issue.record("\(end): \(standIn.output)")
            return
        }
        let description = try JSONDecoder().decode(Description.self, from: Data(text.utf8))
        let daemon = try #require(getpwnam("daemon")).pointee
        #expect(description.uids == [UInt32](repeating: daemon.pw_uid, count: 3))
        #expect(description.gids == [UInt32](repeating: daemon.pw_gid, count: 3))
        #expect(description.groups.allSatisfy { $0 == daemon.pw_gid }, "\(description.groups)")
        #expect(description.descriptors == [0, 1, 2, 3])
        #expect(description.folder == "/usr")
        #expect(description.variables.contains("COLOUR"))
        #expect(!description.variables.contains("SECRET"))
        #expect(
            try await standIn.server.records("_http._tcp.web.svc.internal.", "TXT").first?.contains(
                "uid=\(daemon.pw_uid)") == true)
        try await standIn.stop()
    }
}
