import Glibc
import PeerServers
import Testing

@testable import ServiceSupervision

@Suite("What a program says of itself is heard (sd_notify), and what others say is not")
struct NotifySocketTests {
    /// Runs a script with a socket, and collects what is heard until it has ended and somebody has said the last word.
    private func heard(from script: String, user: ProcessUser? = nil) async throws -> [ServiceNotification] {
        let socket = try NotifySocket()
        let (messages, sink) = AsyncStream.makeStream(of: ServiceNotification.self)
        let command = Shell.command(script) { command in
            command.environment["NOTIFY_SOCKET"] = socket.name
            command.user = user
        }
        let process = try await ServiceProcess.start(command) { _ in }
        socket.hear(process.pid, of: user?.user ?? getuid()) { sink.yield($0) }
        var heard: [ServiceNotification] = []
        for await message in messages {
            heard.append(message)
            if message.isStopping { break }
        }
        process.sendToGroup(SIGKILL)
        return heard
    }

    private static let sender = """
        send() { python3 - "$@" <<'E'
        import os, socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.sendto(sys.argv[1].encode().decode("unicode_escape").encode(), "\\0" + os.environ["NOTIFY_SOCKET"][1:])
        E
        }
        """

    @Test("what it has started says is its own word", .needs(programs: "python3"))
    func words() async throws {
        let heard = try await heard(
            from: "\(Self.sender)\nsend 'READY=1\\nSTATUS=at work'; send 'EXTEND_TIMEOUT_USEC=1500000'; send STOPPING=1"
        )
        #expect(heard.count == 3)
        #expect(heard[0].isReady && heard[0].status == "at work")
        #expect(heard[1].moreTime == .milliseconds(1500))
        #expect(heard[2].isStopping && !heard[2].isReady)
    }

    @Test("systemd's own tool is understood", .needs(programs: "systemd-notify"))
    func systemdNotify() async throws {
        let heard = try await heard(from: "systemd-notify --ready; systemd-notify STOPPING=1; sleep 100")
        // After each message it waits until that has been read (BARRIER=1): it has not waited in vain.
        #expect(heard.first?.isReady == true && heard.last?.isStopping == true)
    }

    @Test("a program of another user is heard, too", .needs(programs: "python3"), .enabled(if: getuid() == 0))
    func otherUser() async throws {
        let heard = try await heard(
            from: "\(Self.sender)\nsend STOPPING=1", user: ProcessUser(user: 4321, group: 4321))
        #expect(heard.count == 1)
    }

    @Test("a stranger is not believed, whatever its user")
    func strangers() async throws {
        let other = try await ServiceProcess.start(Shell.command("exec sleep 100")) { _ in }
        defer { other.send(SIGKILL) }
        let own = try await ServiceProcess.start(Shell.command("sleep 100 & wait")) { _ in }
        defer { own.sendToGroup(SIGKILL) }
        try await waitUntil("a child of its own") { ProcessFamily.members(of: own.pid).count == 2 }
        func isBelieved(_ process: pid_t, user: uid_t = getuid()) -> Bool {
            NotificationSender(process: process, user: user).belongs(to: own.pid, of: getuid())
        }
        #expect(!isBelieved(other.pid))
        #expect(!isBelieved(getpid()))
        #expect(!isBelieved(1))
        #expect(!isBelieved(0))
        for member in ProcessFamily.members(of: own.pid) { #expect(isBelieved(member)) }
        // What has ended is known by its user alone.
        #expect(isBelieved(pid_t.max))
        #expect(!isBelieved(pid_t.max, user: getuid() + 1))
    }

    @Test("nonsense is passed over", arguments: ["", "\n\n", "READY", "READY=0", "ready=1", "=1", "READY=1 ", "\u{0}"])
    func nonsense(text: String) {
        #expect(ServiceNotification(Array(text.utf8)) == ServiceNotification([]))
    }

    @Test("bytes that are no text and numbers that are none do no harm")
    func hostile() {
        #expect(ServiceNotification([0xFF, 0x0A] + Array("READY=1".utf8)).isReady)
        #expect(ServiceNotification(Array("EXTEND_TIMEOUT_USEC=99999999999999999999999".utf8)).moreTime == nil)
        let longest = ServiceNotification(Array("EXTEND_TIMEOUT_USEC=\(UInt64.max)".utf8)).moreTime
        #expect(longest == .seconds(86_400))
        let status = ServiceNotification(Array("STATUS=\(String(repeating: "x", count: 4000))".utf8)).status
        #expect(status?.count == 256)
    }
}
