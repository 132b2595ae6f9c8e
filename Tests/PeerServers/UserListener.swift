import Glibc
import Testing

/// A TCP service of another user: of a stranger, or of the service that a root process has bound the port for.
///
/// Takes root.
package final class UserListener: Sendable {
    package enum Manner: String, Sendable {
        /// Accepts, and waits for the other side to leave.
        case accepts
        /// Accepts, and closes at once.
        case closes
        /// Listens, and never accepts.
        case waits
    }

    package enum Place: String, Sendable {
        case v4 = "127.0.0.1"
        case v6 = "::1"
        /// IPv4 and IPv6 by one socket.
        case any = "::"
    }

    package let port: UInt16
    private let process: ChildProcess
    private let folder: TemporaryFolder

    /// - Parameters:
    ///   - isHandedOver: whether root makes the socket and listens, before the user takes over.
    ///   - port: 0 lets the kernel choose.
    package init(
        user: UInt32, port: UInt16 = 0, at place: Place = .v4, _ manner: Manner = .accepts, isHandedOver: Bool = false
    ) async throws {
        folder = try TemporaryFolder()
        guard let python = Tool.path(of: "python3") else { throw PeerError.cannotStart("python3 is not installed") }
        let arguments = ["\(user)", "\(port)", place.rawValue, manner.rawValue, isHandedOver ? "after" : "before"]
        process = try ChildProcess([python, "-c", Self.script] + arguments, output: "\(folder.path)/output")
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while !folder.read("output").hasSuffix("\n") {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw PeerError.ended("a listener of user \(user)", log: folder.read("output"))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        guard let bound = UInt16(folder.read("output").dropLast()) else {
            throw PeerError.ended("a listener of user \(user)", log: folder.read("output"))
        }
        self.port = bound
    }

    package var pid: pid_t { process.pid }

    package func stop() { process.end(with: SIGKILL) }

    private static let script = """
        import os, signal, socket, sys
        user, port, place, manner, when = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
        if when == "before": os.setresuid(user, user, user)
        listener = socket.socket(socket.AF_INET6 if ":" in place else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if place == "::": listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind((place, port))
        listener.listen(64)
        if when == "after": os.setresuid(user, user, user)
        print(listener.getsockname()[1], flush=True)
        held = []
        while True:
            if manner == "waits": signal.pause()
            connection = listener.accept()[0]
            if manner == "closes": connection.close()
            else: held = held[-50:] + [connection]
        """
}

extension Trait where Self == ConditionTrait {
    /// Skips a test that needs listeners of other users, but not in CI: there it has to run as root.
    package static var needsOtherUsers: Self {
        .enabled(if: geteuid() == 0 || isContinuousIntegration, "other users' listeners take root")
    }
}
