import DNSClient
import DNSCore
import ServiceActivation
import ServiceRegistration
import SmallFiles
import Testing

@testable import Configuration

@Suite("What the README shows")
struct ReadmeTests {
    private let fixture: ConfigurationFixture

    init() throws { fixture = try ConfigurationFixture() }

    /// The examples in TOML, as they stand there.
    private var examples: [String] {
        get throws {
            let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
            let text = try TextFile("\(repository)/README.md", limit: 1 << 20).text
            return text.split(separator: "```toml\n").dropFirst().compactMap { $0.split(separator: "```\n").first }
                .map(String.init)
        }
    }

    @Test("its file of services is read, and means what is said of it")
    func services() throws {
        let example = try #require(try examples.first { $0.contains("[services.web]") })
        let key = try TSIGKey(name: try DomainName("_http._tcp.web.svc.internal"), secret: [1, 2, 3])
        _ = try fixture.write(key.keyFileText, to: "web.key")
        let settings = try ActivationFile.read(fixture.write(example, to: "services.toml"), environment: [:])
        #expect(settings.services.map(\.name) == ["web", "ssh"])
        let web = try #require(settings.services.first)
        #expect(web.wake == .data && web.idleTimeout == .seconds(300) && web.environment["MODE"] == "live")
        #expect(web.sockets.map(\.name) == ["http", "admin"])
        #expect(web.sockets[0].names.map(\.key) == [key])
        #expect(web.sockets[1].place == .local(LocalSocketPlace(path: "/run/web/admin.sock")))
        let ssh = try #require(settings.services.last)
        #expect(ssh.acceptance == .perConnection && ssh.passing == .stdio && ssh.limits.connections == 64)
    }
}
