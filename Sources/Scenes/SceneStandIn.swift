import DNSCore
import ServiceCatalog

/// What a stand-in on this host says of a service from now on.
struct SceneStandIn: Hashable, Sendable {
    /// Where the service lies, as its record has it.
    var host: String
    var port: UInt16
    /// As its stand-in calls it.
    var name: String
    var state: StandInWord.State
    var wake = WakeSign.connect
    var startCount = 0
    /// Whom the stand-in runs as.
    var user: UInt32 = 0
    var process: Int32?
    var reason = ""
    /// As long ago as this it has become so.
    var age = Duration.zero
}

/// The stand-ins of a scene, and what they say.
struct SceneStandIns: Sendable {
    private struct Entry: Sendable {
        var said: SceneStandIn
        var since: Timestamp
        var lastStart: Timestamp?
        /// When a start that is under way is over.
        var readyAt: Timestamp?
    }

    private var entries: [Entry] = []
    /// Until a service that was asked for is ready.
    private static let startTime = Duration.seconds(1)
    private static let path = "/run/svctop/services.sock"

    mutating func say(_ said: SceneStandIn, at now: Timestamp) {
        let index = entries.firstIndex { $0.said.host == said.host && $0.said.port == said.port }
        var entry = Entry(said: said, since: now.advanced(by: .zero - said.age))
        if let index {
            let before = entries[index]
            entry.lastStart = before.lastStart
            if said.state == .starting, before.said.state != .starting { entry.lastStart = now }
            entry.said.startCount = max(said.startCount, before.said.startCount + (said.state == .starting ? 1 : 0))
            entries[index] = entry
        } else {
            if said.startCount > 0 { entry.lastStart = entry.since }
            entries.append(entry)
        }
    }

    /// A service that is asked for is ready after a while.
    /// - Returns: when; nil where there is no such service, or it runs.
    mutating func start(_ service: String, at now: Timestamp) -> Timestamp? {
        guard let index = entries.firstIndex(where: { $0.said.name == service && $0.said.state != .active }) else {
            return nil
        }
        let ready = now.advanced(by: Self.startTime)
        entries[index].said.state = .starting
        entries[index].said.startCount += 1
        entries[index].said.reason = "somebody has asked: it starts"
        entries[index].since = now
        entries[index].lastStart = now
        entries[index].readyAt = ready
        return ready
    }

    /// The socket at an endpoint, as the kernel numbers it; 0 where no stand-in holds one.
    func inode(at hosts: [String], port: UInt16) -> UInt32 {
        let index = entries.firstIndex { $0.said.port == port && hosts.contains($0.said.host) }
        return index.map { 1000 + UInt32($0) } ?? 0
    }

    func user(at hosts: [String], port: UInt16) -> UInt32 {
        entries.first { $0.said.port == port && hosts.contains($0.said.host) }?.said.user ?? 0
    }

    /// - Parameter addresses: of a host.
    func picture(at now: Timestamp, addresses: (String) -> [IPAddress]) -> StandInPicture {
        var words: [UInt32: [StandInWord]] = [:]
        for (index, entry) in entries.enumerated() {
            let inode = 1000 + UInt64(index)
            let sockets = addresses(entry.said.host).map {
                StandInWord.Socket(transport: .tcp, address: $0, port: entry.said.port, inode: inode)
            }
            words[entry.said.user, default: []].append(word(entry, sockets, at: now))
        }
        return StandInPicture(
            words.sorted { $0.key < $1.key }.map { user, words in
                StandInPicture.Entry(StandIn(path: Self.path, user: user), words)
            })
    }

    private func word(_ entry: Entry, _ sockets: [StandInWord.Socket], at now: Timestamp) -> StandInWord {
        var word = StandInWord(
            service: entry.said.name, state: entry.said.state, since: entry.since,
            startCount: entry.said.startCount, lastStart: entry.lastStart, process: entry.said.process,
            wake: entry.said.wake, reason: entry.said.reason, sockets: sockets)
        if let ready = entry.readyAt, ready <= now, word.state == .starting {
            word.state = .active
            word.since = ready
            word.process = 4711
            word.reason = "ready after 1s"
        }
        return word
    }
}
