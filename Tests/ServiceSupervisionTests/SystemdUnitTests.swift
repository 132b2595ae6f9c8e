import PeerServers
import Testing

@testable import ServiceSupervision

@Suite("A systemd unit says the same as the command line")
struct SystemdUnitTests {
    private static let awkward = [
        "/bin/echo", "two words", "$HOME", "100%", "a\"b\\c", "", "ü", "new\nline", ";", "{port}",
    ]

    private var unit: SystemdUnit {
        SystemdUnit(
            description: "50% of _http._tcp.web.svc.internal.", command: Self.awkward, folder: "/", user: "root",
            restart: .onFailure, startTimeout: .milliseconds(1500), stopTimeout: .seconds(30))
    }

    @Test("each word is quoted so that it is nothing but itself")
    func quoting() {
        #expect(
            Self.awkward.map(SystemdUnit.quoted) == [
                "/bin/echo", "\"two words\"", "$$HOME", "100%%", "\"a\\\"b\\\\c\"", "\"\"", "\"ü\"", "\"new\\x0aline\"",
                "\";\"", "\"{port}\"",
            ])
    }

    @Test("systemd finds nothing wrong with it", .needs(programs: "systemd-analyze"))
    func verified() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("web.service", unit.text)
        let result = try await Tool.run("systemd-analyze", ["verify", "--man=no", file])
        #expect(result.succeeded && !result.output.contains("web.service"), "\(result.output)")
    }
}
