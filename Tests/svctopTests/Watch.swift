import FoundationEssentials
import Glibc
import PeerServers
import Testing

/// `svctop watch --json` while it runs, everything quick.
final class Watch {
    struct Event: Decodable, CustomStringConvertible {
        var time: String
        var zone: String
        var serial: UInt32?
        var event: String
        var service: String
        var instance: String
        var reason: String?
        var changed: String?

        var description: String { "\(event) \(instance)" }
    }

    private let program: Program
    private let child: ChildProcess

    init(_ zone: String, at port: UInt16, _ options: String..., poll: String = "100ms") throws {
        program = try .quick(poll: poll)
        let script = "exec \"$@\" 2>'\(program.home.path)/complaints'"
        child = try ChildProcess(
            ["/usr/bin/env"] + program.prefix
                + ["sh", "-c", script, "sh", Program.path, "watch", zone, "--json", "-s", "127.0.0.1:\(port)"]
                + options,
            output: "\(program.home.path)/events")
    }

    /// Every line so far; fails where one is no JSON object of the expected form.
    var events: [Event] {
        get throws {
            // The last line may be half written.
            let lines = program.home.read("events").split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            return try lines.map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
        }
    }

    /// Standard error, by lines.
    var complaints: [String] { program.home.read("complaints").split(separator: "\n").map(String.init) }

    /// Waits for an event, and returns it.
    @discardableResult
    func event(
        _ name: String, of instance: String, after count: Int = 0, _ location: SourceLocation = #_sourceLocation
    ) async throws -> Event {
        try await wait("\(name) \(instance)", location) { watch in
            try watch.events.dropFirst(count).first { $0.event == name && $0.instance == instance }
        }
    }

    /// Waits for a line of standard error that has this in it, after so many others, and returns how many there were.
    @discardableResult
    func complaint(
        _ text: String, after count: Int = 0, _ location: SourceLocation = #_sourceLocation
    ) async throws -> Int {
        try await wait("“\(text)”", location) { watch in
            watch.complaints.indices.dropFirst(count).first { watch.complaints[$0].contains(text) }.map { $0 + 1 }
        }
    }

    private func wait<Found>(
        _ what: String, _ location: SourceLocation, for find: (Watch) throws -> Found?
    ) async throws -> Found {
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while ContinuousClock.now < deadline, child.isRunning {
            if let found = try find(self) { return found }
            try await Task.sleep(for: .milliseconds(10))
        }
        let state = "running: \(child.isRunning); events: \(try events); complaints: \(complaints)"
        return try #require(try find(self), "no \(what); \(state)", sourceLocation: location)
    }

    func end() {
        child.end(with: SIGTERM)
        #expect(child.exitStatus == SIGTERM)
    }
}

extension Program {
    /// Looks often, waits briefly, and distrusts data that is older than a second.
    static func quick(poll: String = "100ms") throws -> Program {
        try Program(
            configuration: """
                [poll]
                interval = "\(poll)"
                timeout = "500ms"
                max-age = "1s"
                [probe]
                interval = "200ms"
                timeout = "500ms"
                suspect-interval = "100ms"
                """)
    }
}

/// Waits for what is looked at over and over.
func waitUntil(
    _ what: String, _ location: SourceLocation = #_sourceLocation, _ isSo: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while ContinuousClock.now < deadline {
        if try isSo() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("never: \(what)", sourceLocation: location)
}
