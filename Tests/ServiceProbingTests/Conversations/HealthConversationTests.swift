import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// A gRPC server of another make (Python's grpcio) with the health service, or without it.
private final class HealthServer: Sendable {
    let port: UInt16
    private let process: ChildProcess
    private let folder: TemporaryFolder

    static let isInstalled: Bool = {
        let python = Tool.path(of: "python3")
        return python != nil && access("/usr/lib/python3/dist-packages/grpc", R_OK) == 0
    }()

    /// - Parameters:
    ///   - status: of `HealthCheckResponse`; nil for a server that knows nothing of health.
    ///   - identity: what it shows in TLS; nil for a server in the clear.
    init(_ status: Int?, _ identity: SelfSigned? = nil) async throws {
        folder = try TemporaryFolder()
        process = try ChildProcess(
            ["/usr/bin/python3", "-c", Self.script, status.map { "\($0)" } ?? "none"]
                + (identity.map { [$0.keyFile, $0.certificateFile] } ?? []),
            output: "\(folder.path)/output")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !folder.read("output").hasSuffix("\n"), process.isRunning, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        port = try #require(UInt16(folder.read("output").dropLast()), "\(folder.read("output"))")
    }

    private static let script = """
        import grpc, sys
        from concurrent import futures
        server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
        if sys.argv[1] != "none":
            def check(request, context):
                assert request == b"", request
                status = int(sys.argv[1])
                return bytes([8, status]) if status else b""
            handler = grpc.unary_unary_rpc_method_handler(check)
            server.add_generic_rpc_handlers(
                (grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": handler}),))
        if len(sys.argv) > 2:
            files = tuple(open(name, "rb").read() for name in sys.argv[2:4])
            port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([files]))
        else:
            port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        print(port, flush=True)
        server.wait_for_termination()
        """
}

@Suite(
    "gRPC services are asked for their health", .timeLimit(.minutes(1)),
    .enabled(if: HealthServer.isInstalled || isContinuousIntegration, "not installed: python3-grpcio"))
struct HealthConversationTests {
    @Test("serving is up")
    func serving() async throws {
        let server = try await HealthServer(1)
        let report = try await report(of: server.port, .grpc)
        #expect(report.observation.failure == .none)
        #expect(report.observation.phases.firstByte > 0)
    }

    @Test("not serving, not known and unknown services are not", arguments: [0, 2, 3])
    func notServing(status: Int) async throws {
        let server = try await HealthServer(status)
        #expect(try await report(of: server.port, .grpc).observation.failure == .notServing)
    }

    @Test("the same within TLS", .needs(programs: "openssl"))
    func secure() async throws {
        let identity = try await SelfSigned()
        let serving = try await HealthServer(1, identity)
        let report = try await report(of: serving.port, .grpcs)
        #expect(report.observation.failure == .none)
        #expect(report.evidence?.certificate?.pin.description == identity.pin)
        #expect(report.observation.phases.tls > 0 && report.observation.phases.firstByte > 0)
        let failing = try await HealthServer(2, identity)
        #expect(try await ServiceProbingTests.report(of: failing.port, .grpcs).observation.failure == .notServing)
    }

    @Test("a server without the health service has answered")
    func withoutHealth() async throws {
        let server = try await HealthServer(nil)
        #expect(try await report(of: server.port, .grpc).observation.failure == .none)
    }
}

@Suite("What is no gRPC is told from it", .timeLimit(.minutes(1)))
struct WrongHealthTests {
    @Test(
        "something else on the port is a wrong answer",
        arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH\r\n", "\0\0\0\u{1}\u{2}", ""])
    func garbage(text: String) async throws {
        let server = try TalkingServer { caller in
            if !text.isEmpty { caller.say(text) }
        }
        #expect(try await report(of: server.port, .grpc).observation.failure == .wrongAnswer)
    }

    @Test("frames without end are broken off")
    func flood() async throws {
        let server = try TalkingServer { caller in
            // An empty SETTINGS frame, then PING after PING (RFC 9113 sections 6.5 and 6.7).
            caller.say([0, 0, 0, 4, 0, 0, 0, 0, 0])
            while caller.say([0, 0, 8, 6, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8)) {}
        }
        #expect(try await report(of: server.port, .grpc).observation.failure == .wrongAnswer)
    }
}
