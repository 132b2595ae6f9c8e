import Glibc
import PeerServers
import Testing

@testable import ServiceSupervision

@Suite(
    "A service under supervision: real processes, and records that tell what was done to them",
    .needs(programs: "python3"))
struct SupervisedServiceTests {
    /// A program in Python that answers every connection with its pid.
    private static let answering = """
        import os, signal, socket, sys
        s = socket.socket(fileno=3)
        while True:
            c, _ = s.accept()
            c.sendall(b"%d" % os.getpid())
            c.close()
        """

    private struct Scene {
        let socket: ListeningSocket
        let records: FakeRecords
        let service: SupervisedService
        let folder: TemporaryFolder
        let ending: Task<Int32, Never>
        let notes: AsyncStream<SupervisionNote>

        init(
            _ program: String = SupervisedServiceTests.answering, records: FakeRecords = FakeRecords(),
            readiness: Readiness = .listening, _ change: (inout Supervision.Rules) -> Void = { _ in }
        ) throws {
            let (notes, sink) = AsyncStream.makeStream(of: SupervisionNote.self)
            self.notes = notes
            let socket = try ListeningSocket()
            let folder = try TemporaryFolder()
            var rules = Supervision.Rules()
            change(&rules)
            let program = ServiceProgram(
                "python3", ["-c", program, folder.path], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
                readiness: readiness)
            let port = ServicePort(label: "http", port: socket.port, descriptors: [socket.descriptor])
            let service = SupervisedService(program, at: { _ in [port] }, rules: rules, records: records) { report in
                if case .note(let note) = report { sink.yield(note) }
            }
            (self.socket, self.records, self.service, self.folder) = (socket, records, service, folder)
            ending = Task {
                let code = await service.untilEnd()
                sink.finish()
                return code
            }
        }

        /// The pid of who answers.
        func answer() throws -> pid_t {
            let connection = try connectToLoopback(socket.port)
            defer { close(connection) }
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = recv(connection, &bytes, bytes.count, 0)
            return try #require(pid_t(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)))
        }

        func isRegistered(_ location: SourceLocation = #_sourceLocation) async throws {
            try await waitUntil("it is registered", location) { records.all.last == .registered }
        }

        /// Asks it to end, and waits.
        func end() async -> Int32 {
            service.signal(SIGTERM)
            return await ending.value
        }
    }

    @Test("registered when it answers, withdrawn when it is asked to end, with the program's code")
    func wholeLife() async throws {
        let scene = try Scene()
        try await scene.isRegistered()
        let process = try scene.answer()
        #expect(await scene.end() == 128 + SIGTERM)
        #expect(scene.records.all == [.registered, .withdrawn])
        #expect(kill(process, 0) != 0)
    }

    @Test("killed, it starts again at the same port; who connects meanwhile waits, and nothing is withdrawn")
    func restart() async throws {
        let scene = try Scene()
        try await scene.isRegistered()
        for _ in 0..<3 {
            let process = try scene.answer()
            kill(process, SIGKILL)
            try await waitUntil("it is gone") { kill(process, 0) != 0 }
            // Nobody is there, and nobody is refused.
            #expect(try scene.answer() != process)
        }
        #expect(!scene.records.all.contains(.withdrawn))
        _ = await scene.end()
    }

    @Test("dead for good, it is withdrawn within a tenth of a second")
    func withdrawnAtOnce() async throws {
        let scene = try Scene { $0.restart = .no }
        try await scene.isRegistered()
        let process = try scene.answer()
        let start = ContinuousClock.now
        kill(process, SIGKILL)
        #expect(await scene.ending.value == 128 + SIGKILL)
        #expect(ContinuousClock.now - start < .milliseconds(100))
        #expect(scene.records.all == [.registered, .withdrawn])
    }

    @Test("records that cannot be withdrawn are told of before it ends")
    func notWithdrawn() async throws {
        let scene = try Scene(records: FakeRecords(keeping: true)) { $0.restart = .no }
        try await scene.isRegistered()
        kill(try scene.answer(), SIGKILL)
        #expect(await scene.ending.value == 128 + SIGKILL)
        var last: SupervisionNote?
        for await note in scene.notes { last = note }
        #expect(last == .notWithdrawn("Refused()"))
    }

    @Test("the program learns of its end only once the records are gone")
    func order() async throws {
        let folder = try TemporaryFolder()
        let records = FakeRecords {
            // Time enough for a signal to arrive, if it were sent before.
            try? await Task.sleep(for: .milliseconds(100))
            if access("\(folder.path)/told", F_OK) == 0 { Issue.record("told before") }
        }
        let program = """
            import os, signal, socket, sys
            def told(*_):
                open("\(folder.path)/told", "w")
                sys.exit(5)
            signal.signal(signal.SIGTERM, told)
            \(Self.answering.replacing("import os, signal, socket, sys\n", with: ""))
            """
        let scene = try Scene(program, records: records)
        try await scene.isRegistered()
        #expect(await scene.end() == 5)
        #expect(access("\(folder.path)/told", F_OK) == 0)
        #expect(records.all == [.registered, .withdrawn])
    }

    @Test("a server that does not take it keeps no service from running")
    func refused() async throws {
        let scene = try Scene(records: FakeRecords(refusing: true))
        #expect(try scene.answer() > 0)
        #expect(await scene.end() == 128 + SIGTERM)
    }

    @Test("what ignores SIGTERM is killed, with what it has started")
    func stubborn() async throws {
        let program = """
            import os, signal, sys, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            child = os.fork()
            if child: open(sys.argv[1] + "/child", "w").write(str(child))
            while True: time.sleep(100)
            """
        let scene = try Scene(program, readiness: .execution) { $0.stopTimeout = .milliseconds(50) }
        try await waitUntil("both run") { pid_t(scene.folder.read("child")) != nil }
        let child = try #require(pid_t(scene.folder.read("child")))
        #expect(await scene.end() == 128 + SIGKILL)
        try await waitUntil("its child is gone") { kill(child, 0) != 0 || ProcessState.isZombie(child) }
    }

    @Test("by its own word: registered when it says READY=1, and not before")
    func notification() async throws {
        let program = """
            import os, socket, sys, time
            while not os.path.exists(sys.argv[1] + "/go"): time.sleep(0.002)
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.sendto(b"READY=1", "\\0" + os.environ["NOTIFY_SOCKET"][1:])
            time.sleep(100)
            """
        let scene = try Scene(program, readiness: .notification)
        try await Task.sleep(for: .milliseconds(100))
        #expect(scene.records.all.isEmpty)
        try scene.folder.write("go", "")
        try await scene.isRegistered()
        _ = await scene.end()
    }

    @Test("signals are passed on")
    func passedOn() async throws {
        let program = """
            import os, signal, sys, time
            def note(number, _): open(sys.argv[1] + "/" + signal.Signals(number).name, "w")
            for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH): signal.signal(number, note)
            open(sys.argv[1] + "/runs", "w")
            while True: time.sleep(100)
            """
        let scene = try Scene(program, readiness: .execution)
        try await waitUntil("it runs") { access("\(scene.folder.path)/runs", F_OK) == 0 }
        for (signal, name) in [(SIGHUP, "SIGHUP"), (SIGUSR1, "SIGUSR1"), (SIGUSR2, "SIGUSR2"), (SIGWINCH, "SIGWINCH")] {
            scene.service.signal(signal)
            try await waitUntil(name) { access("\(scene.folder.path)/\(name)", F_OK) == 0 }
        }
        _ = await scene.end()
    }
}
