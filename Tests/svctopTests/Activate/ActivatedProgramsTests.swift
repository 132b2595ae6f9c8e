import FoundationEssentials
import Glibc
import PeerServers
import Testing

@Suite("Programs that are started when they are used")
struct ActivatedProgramsTests {
    private static let activators = Activator.allCases.filter { $0.isInstalled || isContinuousIntegration }

    @Test(
        "started when it is used, it answers who has come and who comes then",
        arguments: ActivatedProgram.answering.filter { $0.isInstalled || isContinuousIntegration }, activators)
    func answers(program: ActivatedProgram, activator: Activator) async throws {
        let service = try await activator.start(program)
        try await service.answers()
        try await service.answers()
        try await service.stop()
    }

    @Test(
        "sshd -i lets in nobody without the key", .needs(programs: "sshd", "ssh", "ssh-keygen"), arguments: activators)
    func stranger(activator: Activator) async throws {
        let service = try await activator.start(.sshd)
        let result = try await service.client(
            ActivatedProgram.sshClient + ["-i", "HOME/stranger", "127.0.0.1", "echo here"])
        #expect(result.status == 255)
        #expect(result.output.contains("Permission denied (publickey)"), "\(result)")
        try await service.stop()
    }

    /// What `PythonService.describing` tells.
    private struct Description: Decodable {
        var descriptors: [Int]
        var isForUs: Bool
        var names: String
        var count: String
        var variables: [String]
    }

    @Test(
        "it has its socket, standard input, output and error, and no other descriptor, and knows which is which",
        .needs(programs: "python3"), arguments: activators)
    func handedOver(activator: Activator) async throws {
        let service = try await activator.start(.describing)
        let end = try await PatientClient(at: service.place).answer()
        guard case .answered(let text) = end else {
            Issue.record("\(end): \(service.output)")
            return
        }
        let description = try JSONDecoder().decode(Description.self, from: Data(text.utf8))
        #expect(description.descriptors == [0, 1, 2, 3])
        #expect(description.isForUs)
        #expect(description.names == "main")
        #expect(description.count == "1")
        try await service.stop()
    }

    @Test(
        "a client of one that cannot start, or hangs, is not refused, and the program is seen to run",
        .needs(programs: "python3"), arguments: [ActivatedProgram.failing, .hanging], activators)
    func notServed(program: ActivatedProgram, activator: Activator) async throws {
        let service = try await activator.start(program)
        let client = PatientClient(at: service.place, saying: "hello\n")
        try await service.says(program.testDescription)
        #expect(client.end != .refused)
        try await service.stop()
    }
}
