import Glibc
import PeerServers
import Testing

@testable import ServiceSupervision

@Suite("A process is started as a service manager starts it")
struct ProcessTests {
    @Test(
        "it finds its sockets as sd_listen_fds does: from 3 on, named, and for its own pid", .needs(programs: "python3")
    )
    func handedOver() async throws {
        let (first, second) = (try ListeningSocket(), try ListeningSocket())
        let run = try await Run(
            """
            test "$LISTEN_PID" = $$ || echo "not for us: $LISTEN_PID"
            echo "$LISTEN_FDS $LISTEN_FDNAMES"
            exec python3 -c 'import socket; print(*(socket.socket(fileno=n).getsockname()[1] for n in (3, 4)))'
            """
        ) { command in
            command.environment["LISTEN_FDNAMES"] = "of:us"
            command.handedOver = [
                HandedDescriptor(second.descriptor, name: "http"), HandedDescriptor(first.descriptor, name: "a:b"),
            ]
        }
        #expect(run.output == "2 http:a_b\n\(second.port) \(first.port)\n")
    }

    @Test("descriptors that lie where others are to go arrive all the same")
    func swapped() async throws {
        // The lowest that are free, so that they overlap with 3, 4 and so on where they can.
        let sockets = try (0..<6).map { _ in try ListeningSocket() }.reversed()
        let run = try await Run("for n in 3 4 5 6 7 8; do readlink /proc/self/fd/$n; done") { command in
            command.handedOver = sockets.map { HandedDescriptor($0.descriptor, name: "x") }
        }
        let expected = try sockets.map { socket in
            var status = stat()
            try #require(fstat(socket.descriptor, &status) == 0)
            return "socket:[\(status.st_ino)]"
        }
        #expect(run.output.split(separator: "\n").map(String.init) == expected)
    }

    @Test("it has no other descriptor of ours, close-on-exec or not")
    func nothingLeaks() async throws {
        let leaky = open("/dev/null", O_RDONLY)
        defer { close(leaky) }
        let socket = try ListeningSocket()
        let run = try await Run("exec 9>&- 8>&-; echo /proc/self/fd/* | tr ' ' '\\n' | sed 's|.*/||'") { command in
            command.handedOver = [HandedDescriptor(socket.descriptor, name: "x")]
        }
        // What the shell itself and its children open is theirs.
        let open = Set(run.output.split(separator: "\n").compactMap { Int($0) })
        #expect(open.isSubset(of: [0, 1, 2, 3, 4, 10, 11, 255]), "\(run.output)")
        #expect(!open.contains(Int(leaky)) || leaky < 5)
    }

    @Test("no signal is ignored or blocked, whatever we do with ours")
    func signals() async throws {
        signal(SIGPIPE, SIG_IGN)
        let run = try await Run("grep -E '^Sig(Blk|Ign)' /proc/self/status")
        let sets = run.output.split(separator: "\n").compactMap { UInt64($0.suffix(16), radix: 16) }
        // Two signals are the C library's own, which lets nobody change them.
        #expect(sets.count == 2 && sets.allSatisfy { $0 & ~(3 << 31) == 0 }, "\(run.output)")
    }

    @Test("its environment is what it is given, and nothing else")
    func environment() async throws {
        setenv("SVCTOP_TEST_SECRET", "x", 1)
        defer { unsetenv("SVCTOP_TEST_SECRET") }
        let run = try await Run("cat /proc/self/environ | tr '\\0' '\\n' | grep -v OUTPUT | sort") { command in
            command.environment["WORD"] = "two words"
        }
        #expect(run.output == "PATH=/usr/local/bin:/usr/bin:/bin\nPWD=\(currentFolder)\nWORD=two words\n")
    }

    private var currentFolder: String {
        getcwd(nil, 0).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        } ?? ""
    }

    @Test("it starts in its folder, and leads a process group of its own")
    func folder() async throws {
        let run = try await Run("pwd; test $(ps -o pgid= -p $$) -eq $$ && echo leads") { $0.folder = "/usr" }
        #expect(run.output == "/usr\nleads\n")
    }

    @Test("its exit code is kept, and so is the signal that ends it", arguments: [0, 1, 7, 255])
    func exitCodes(code: Int32) async throws {
        #expect(try await Run("exit \(code)").end == .exited(code))
        let end = try await Run("kill -9 $$").end
        #expect(end == .signalled(SIGKILL))
        #expect(end.exitCode == 137)
        #expect("\(end)" == "was ended by SIGKILL")
    }

    @Test("what cannot be run is told, with the code of a shell")
    func errors() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("program", "#!/bin/sh\n")
        for (program, code, text) in [
            ("no-such-program", 127 as Int32, "there is no such program"), (file, 126, "Permission denied"),
        ] {
            let error = await #expect(throws: SpawnError.self) {
                _ = try await ServiceProcess.start(Command(program)) { _ in Issue.record("it has run") }
            }
            #expect(error?.exitCode == code)
            #expect(error.map { "\($0)" } == "\(program): \(text)")
        }
        var command = Shell.command("true")
        command.folder = "/no-such-folder"
        let error = await #expect(throws: SpawnError.self) {
            _ = try await ServiceProcess.start(command) { _ in Issue.record("it has run") }
        }
        #expect(error.map { "\($0)" } == "/no-such-folder: No such file or directory")
    }

    @Test("it runs as another user, of that user's groups alone", .enabled(if: getuid() == 0))
    func user() async throws {
        let run = try await Run("id -u; id -g; id -G") { command in
            command.user = ProcessUser(user: 4321, group: 4322, groups: [4323])
        }
        #expect(run.output == "4321\n4322\n4322 4323\n")
    }

    @Test("what it leaves of its process group dies with it, and there is no zombie")
    func leftovers() async throws {
        let run = try await Run("sleep 1000 & echo $!; kill -9 $$")
        let left = try #require(pid_t(run.output.filter(\.isNumber)))
        // What has no parent any more is reaped by whoever adopts it.
        try await waitUntil("the child's child is gone") { kill(left, 0) != 0 || ProcessState.isZombie(left) }
    }

    @Test("a signal reaches it, and nobody once it has ended")
    func sending() async throws {
        let (ends, sink) = AsyncStream.makeStream(of: ProcessEnd.self)
        let process = try await ServiceProcess.start(Shell.command("exec sleep 1000")) { sink.yield($0) }
        process.send(SIGUSR1)
        for await end in ends {
            #expect(end == .signalled(SIGUSR1))
            break
        }
        process.send(SIGKILL)
        process.sendToGroup(SIGKILL)
        #expect(kill(process.pid, 0) != 0)
    }
}

enum ProcessState {
    static func isZombie(_ process: pid_t) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "re") else { return false }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self).contains(") Z ")
    }
}
