import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// Whether a real name server answers the DNS probe.
@Suite(.timeLimit(.minutes(1)))
struct NameServerTests {
    private static let named: String? = ["/usr/sbin/named", "/usr/local/sbin/named"].first { (path: String) in
        access(path, X_OK) == 0
    }
    private static let isCI = getenv("CI").map { String(cString: $0) } == "true"

    @Test(.enabled(if: named != nil || isCI, "no named (Debian: bind9) on this machine"))
    func `named is up`() async throws {
        let named = Self.named
        let path = try #require(named, "CI must have named (Debian: bind9)")
        // Held until named is told to take it: TCP and UDP of one number.
        let port = try LoopbackSocket(SOCK_DGRAM).port
        let folder = try temporaryFolder()
        defer { for name in ["/named.conf", ""] { remove(folder + name) } }
        try write(
            """
            options { directory "\(folder)"; listen-on port \(port) { 127.0.0.1; }; listen-on-v6 { none; };
              pid-file none; session-keyfile none; managed-keys-directory "\(folder)"; recursion no; dnssec-validation no; };
            controls { };
            """, to: folder + "/named.conf")
        let process = try spawn([path, "-g", "-4", "-n", "1", "-c", folder + "/named.conf"])
        defer {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        let prober = try Prober(policy: ProbePolicy(interval: .milliseconds(200), suspectInterval: .milliseconds(100)))
        prober.add([ProbeTarget(id: 0, endpoint: .loopback(port, .udp), kind: .dns)])
        for await batch in prober.reports() {
            guard let up = batch.first(where: { $0.verdict == .up }) else { continue }
            #expect(up.observation.phases.firstByte > 0)
            return
        }
    }

    private func temporaryFolder() throws -> String {
        var template = Array("/tmp/svctop-probing-XXXXXX\0".utf8CString)
        return try template.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, mkdtemp(base) != nil else { throw SystemError("mkdtemp") }
            return String(cString: base)
        }
    }

    private func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw SystemError("fopen") }
        defer { fclose(file) }
        fputs(text, file)
    }

    private func spawn(_ arguments: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        guard posix_spawn(&process, arguments[0], &actions, nil, &pointers, nil) == 0 else {
            throw SystemError("posix_spawn")
        }
        return process
    }
}
