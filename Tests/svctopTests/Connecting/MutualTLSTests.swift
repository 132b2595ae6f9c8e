import Glibc
import PeerServers
import Testing

@Suite("Mutual TLS with certificates of `svctop ca`, in front of a service that has none", .needs(programs: "nsupdate"))
struct MutualTLSTests {
    private static let name = "_echo._tcp.web.svc.internal"

    @Test("`connect` with a certificate is let in; without one, or at another service's, it is told so in one line")
    func bothEnds() async throws {
        let (served, echo) = (try await ServedProgram(), try EchoListener(greeting: "hello"))
        let program = served.program
        let folder = "\(program.home.path)/.local/share/svctop/ca"
        _ = try await program.run("ca", "init")
        for name in [Self.name, "_other._tcp.web.svc.internal", "client.svc.internal"] {
            let issued = try await program.run("ca", "issue", name)
            try #require(issued.status == 0, "\(issued)")
        }
        func identity(_ name: String) -> [String] {
            let file = "\(folder)/certificates/\(name)"
            return ["--ca", "\(folder)/ca.pem", "--cert", "\(file).pem", "--cert-key", "\(file).key"]
        }
        let front = try ForwardedProgram(
            ["--from", "tls:0", "--to", "tcp:127.0.0.1:\(echo.port)"] + identity(Self.name), in: program)
        let port = try await front.port()
        try await served.says("resolve:")
        for name in [Self.name, "_echo._tcp.wrong.svc.internal"] {
            let added = try await served.update(
                key: served.adminKey, "update add \(name). 60 SRV 0 0 \(port) ns.svc.internal.")
            try #require(added.isDone)
        }
        func connect(_ name: String, _ options: [String]) async throws -> Program.Result {
            try await program.run(
                ["connect", name, "--server", "127.0.0.1:\(served.port)", "--deadline", "1s"] + options)
        }
        let known = try await connect(Self.name, identity("client.svc.internal"))
        #expect(known.output == "hello" && known.status == 0, "\(known)")

        let unknown = try await connect(Self.name, ["--ca", "\(folder)/ca.pem"])
        #expect(unknown.status == 1 && unknown.output.isEmpty, "\(unknown)")
        #expect(unknown.complaint.contains("the other side wants a certificate of ours"), "\(unknown)")
        #expect(unknown.complaint.split(separator: "\n").count == 1, "\(unknown)")

        let wrong = try await connect("_echo._tcp.wrong.svc.internal", identity("client.svc.internal"))
        #expect(wrong.status == 1 && wrong.complaint.contains("certificate is not for"), "\(wrong)")

        #expect(try await front.stop() == 0)
        #expect(
            front.output.contains("a client was not let in: the other side has shown no certificate"), "\(front.output)"
        )
        try await served.stop()
    }
}
