import PeerServers
import Testing

/// `svctop activate` with a program, found by its name.
final class SvctopActivation: ActivatedService {
    let program: ActivatedProgram
    let place: ClientPlace
    private let standIn: StandInProgram

    init(_ program: ActivatedProgram) async throws {
        self.program = program
        standIn = try await StandInProgram(.init(program))
        place = try await standIn.place()
    }

    var home: TemporaryFolder { standIn.home }
    var output: String { standIn.output }

    func stop() async throws { try await standIn.stop() }
}
