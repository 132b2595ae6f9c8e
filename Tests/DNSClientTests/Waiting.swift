import DNSClient
import NIOCore
import NIOPosix

/// Waits for something that comes about by itself, looking again and again; fails after ten seconds.
func until(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(10))
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened() }
        try await Task.sleep(for: .milliseconds(1))
    }
}

struct NeverHappened: Error {}

/// A port of 127.0.0.1 where nobody listens, neither on UDP nor on TCP.
func closedPort() async throws -> ServerAddress {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(host: "127.0.0.1", port: 0).get()
    let port = listener.localAddress?.port ?? 0
    try await listener.close()
    return try ServerAddress(host: "127.0.0.1", port: UInt16(port))
}
