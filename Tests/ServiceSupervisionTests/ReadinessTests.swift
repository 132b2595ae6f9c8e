import Glibc
import PeerServers
import Testing

@testable import ServiceSupervision

@Suite("A program is ready when it takes connections, not when it runs", .needs(programs: "python3"))
struct ReadinessTests {
    /// A program in Python that goes on when a file is there.
    private struct Scene {
        let folder: TemporaryFolder
        let process: ServiceProcess
        let port: ServicePort
        let socket: ListeningSocket?

        /// - Parameter act: what it does then.
        init(_ act: String, handedOver: Bool) async throws {
            folder = try TemporaryFolder()
            socket = handedOver ? try ListeningSocket() : nil
            port = ServicePort(
                label: "http", port: try socket?.port ?? freeLoopbackPort(),
                descriptors: socket.map { [$0.descriptor] } ?? [])
            let program = """
                import os, socket, sys, time
                open(sys.argv[1] + "/runs", "w")
                while not os.path.exists(sys.argv[1] + "/go"): time.sleep(0.002)
                \(act)
                while True: time.sleep(100)
                """
            var command = Command(
                "python3", ["-c", program, folder.path, "\(port.port)"],
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
            command.handedOver = port.descriptors.map { HandedDescriptor($0, name: "http") }
            process = try await ServiceProcess.start(command) { _ in }
            let folder = folder
            try await waitUntil("it runs") { access("\(folder.path)/runs", F_OK) == 0 }
        }

        func watch(_ onStranger: @escaping @Sendable (UInt16, UInt32) -> Void = { _, _ in }) -> ReadinessWatch {
            ReadinessWatch(
                readiness: .listening, ports: [port], process: process.pid, user: getuid(), onStranger: onStranger)
        }

        func go() throws { try folder.write("go", "") }
    }

    @Test("with a socket that it is given: once it takes a connection off it")
    func accepting() async throws {
        let scene = try await Scene("s = socket.socket(fileno=3); s.accept()", handedOver: true)
        defer { scene.process.send(SIGKILL) }
        try await expectReadyOnlyThen(scene)
    }

    @Test("clients that wait already are waited for with the rest")
    func acceptingOthers() async throws {
        let scene = try await Scene("s = socket.socket(fileno=3); s.accept()", handedOver: true)
        defer { scene.process.send(SIGKILL) }
        let client = try connectToLoopback(scene.port.port)
        defer { close(client) }
        try await expectReadyOnlyThen(scene)
    }

    @Test("with a port: once it listens there", arguments: ["127.0.0.1", "0.0.0.0", "::"])
    func listening(address: String) async throws {
        let family = address.contains(":") ? "AF_INET6" : "AF_INET"
        let scene = try await Scene(
            """
            s = socket.socket(socket.\(family)); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("\(address)", int(sys.argv[2]))); s.listen()
            """, handedOver: false)
        defer { scene.process.send(SIGKILL) }
        try await expectReadyOnlyThen(scene)
    }

    @Test("what it has started may listen for it")
    func listeningChild() async throws {
        let scene = try await Scene(
            """
            if os.fork() == 0:
                s = socket.socket(); s.bind(("127.0.0.1", int(sys.argv[2]))); s.listen()
            """, handedOver: false)
        defer { scene.process.sendToGroup(SIGKILL) }
        try await expectReadyOnlyThen(scene)
    }

    private func expectReadyOnlyThen(_ scene: Scene) async throws {
        let early = Task { await scene.watch().wait() }
        try await Task.sleep(for: .milliseconds(60))
        early.cancel()
        #expect(await early.value == false)
        try scene.go()
        #expect(await scene.watch().wait())
    }

    @Test("another program at its port is no readiness, and is told of by its user")
    func stranger() async throws {
        let scene = try await Scene("pass", handedOver: false)
        defer { scene.process.send(SIGKILL) }
        let snatcher = try await Run.serverAtPort(scene.port.port)
        defer { snatcher.send(SIGKILL) }
        let (strangers, sink) = AsyncStream.makeStream(of: UInt32.self)
        let watching = Task {
            await scene.watch { port, user in
                #expect(port == scene.port.port)
                sink.yield(user)
            }.wait()
        }
        for await user in strangers {
            #expect(user == getuid())
            break
        }
        watching.cancel()
        #expect(await watching.value == false)
    }
}

extension Run {
    /// Another program that listens at a port.
    static func serverAtPort(_ port: UInt16) async throws -> ServiceProcess {
        let program =
            "import socket, time; s = socket.socket(); s.bind(('127.0.0.1', \(port))); s.listen(); time.sleep(100)"
        return try await ServiceProcess.start(
            Command("python3", ["-c", program], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        ) { _ in }
    }
}

func connectToLoopback(_ port: UInt16) throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    try #require(result == 0, "\(String(cString: strerror(errno)))")
    return descriptor
}
