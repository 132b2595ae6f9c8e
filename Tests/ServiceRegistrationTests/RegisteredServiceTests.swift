import DNSClient
import DNSCore
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServiceRegistration
import Testing

/// The example of the documentation: an echo server that registers itself.
private func echoService(_ plan: ServicePlan, _ logger: Logger) -> RegisteredService {
    RegisteredService(plan, logger: logger) { sockets, ready in
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(sockets.take("echo")[0]) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        ready()
        try await listener.executeThenClose { connections in
            for try await connection in connections {
                try await connection.executeThenClose { bytes, answer in
                    for try await chunk in bytes { try await answer.write(chunk) }
                }
            }
        }
    }
}

@Suite("A Swift service that registers itself")
struct RegisteredServiceTests {
    private let owner = "_echo._tcp.svc.test."

    @Test("it is found and answers while it runs, and is withdrawn when it is asked to end")
    func echo() async throws {
        let stage = try await Stage(.authority)
        let registered = try RegisteredName(name(owner), key: stage.admin)
        var plan = ServicePlan(names: [registered], servers: [stage.server])
        plan.target = name("web1.svc.test.")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [echoService(plan, logger)], logger: logger)
        let run = Task { try await group.run() }
        try await until { try await stage.records(owner, .srv).count == 1 }
        let record = try #require(try await stage.records(owner, .srv).first)
        #expect(try await stage.records(owner, .txt).first?.contains("\"uid=\(getuid())\"") == true)
        let port = try #require(Int(record.split(separator: " ")[2]))
        #expect(try await answer(to: "hello", at: port) == "hello")
        await group.triggerGracefulShutdown()
        try await run.value
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    @Test("a server that fails is withdrawn, and its error is the service's")
    func failure() async throws {
        struct Broken: Error {}
        let stage = try await Stage(.authority)
        let plan = ServicePlan(
            names: [try RegisteredName(name(owner), key: stage.admin)], servers: [stage.server])
        let registered = AsyncStream.makeStream(of: Void.self)
        let service = RegisteredService(plan, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
            _, ready in
            ready()
            for await _ in registered.stream { break }
            throw Broken()
        }
        let run = Task { try await service.run() }
        try await until { try await stage.records(owner, .srv).count == 1 }
        #expect(try await stage.records(owner, .srv).first?.hasSuffix(" ns.svc.test.") == true)
        registered.continuation.yield()
        await #expect(throws: Broken.self) { try await run.value }
        #expect(try await stage.records(owner, .srv) == [])
        await stage.stop()
    }

    private func answer(to text: String, at port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { bytes, request in
            try await request.write(ByteBuffer(string: text))
            for try await chunk in bytes { return String(buffer: chunk) }
            return ""
        }
    }
}
