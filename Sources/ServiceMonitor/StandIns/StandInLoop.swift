import ActivationControl
import CPlatform
import Glibc
import ServiceCatalog

/// The reader's thread: one epoll for all control sockets. Asleep while nobody says anything. Owned by its thread alone.
final class StandInLoop {
    /// A stand-in that has been asked to tell of its services.
    private struct Conversation {
        let path: String
        let connection: ControlConnection
        let begin: ContinuousClock.Instant
        /// What it holds, until all of it has been said.
        var answer: [StandInWord] = []
        var isAnswered = false
    }

    private let places: StandInPlaces
    private let interval: Duration
    private let wish: Wish
    private let sink: AsyncStream<StandInPicture>.Continuation
    private let epoll: Int32
    private var conversations: [UInt64: Conversation] = [:]
    private var lastToken: UInt64 = 0
    private var entries: [String: StandInPicture.Entry] = [:]
    private var nextScan = ContinuousClock.now
    private var toldAt: ContinuousClock.Instant?
    private let begin = ContinuousClock.now
    private var hasNews = true

    /// No conversation has it.
    private static let wakeupToken = UInt64.max
    private static let mostStandIns = 1024
    /// Of one stand-in; of more services nothing is known.
    private static let mostServices = 10_000
    /// Until one takes the connection: a moment, since all others wait.
    private static let patience = Duration.milliseconds(200)
    /// The first picture waits so long for those that are slow.
    private static let firstPatience = Duration.seconds(2)
    /// Between two pictures.
    private static let pause = Duration.milliseconds(50)
    /// One that has left sooner is not asked again at once.
    private static let shortLife = Duration.seconds(1)
    private static let packetsInARow = 256

    init?(
        _ places: StandInPlaces, interval: Duration, _ wish: Wish, _ sink: AsyncStream<StandInPicture>.Continuation
    ) {
        self.places = places
        self.interval = interval
        self.wish = wish
        self.sink = sink
        epoll = platform_epoll_open()
        guard epoll >= 0 else {
            sink.finish()
            return nil
        }
    }

    deinit { close(epoll) }

    func run() {
        _ = platform_epoll_add(epoll, wish.wakeup, UInt32(PLATFORM_READABLE), Self.wakeupToken)
        var events = [platform_event](repeating: platform_event(), count: 64)
        while !wish.isEnded {
            if .now >= nextScan { scan() }
            tell()
            let count = platform_epoll_wait(epoll, &events, Int32(events.count), milliseconds(until: nextWake))
            for event in events.prefix(Int(max(0, count))) where event.token != Self.wakeupToken { listen(event.token) }
        }
        sink.finish()
    }

    // MARK: - Time

    private var nextWake: ContinuousClock.Instant {
        guard hasNews else { return nextScan }
        return min(nextScan, toldAt.map { $0 + Self.pause } ?? begin + Self.firstPatience)
    }

    /// For epoll(7), rounded up.
    private func milliseconds(until instant: ContinuousClock.Instant) -> Int32 {
        let (seconds, attoseconds) = max(.zero, instant - .now).components
        return Int32(clamping: min(seconds, 86_400) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }

    /// Hands the picture on, unless another one was a moment ago, or somebody has not answered for the first one yet.
    private func tell() {
        guard hasNews else { return }
        if let toldAt {
            guard .now - toldAt >= Self.pause else { return }
        } else {
            let isComplete = conversations.values.allSatisfy(\.isAnswered)
            guard isComplete || .now - begin >= Self.firstPatience else { return }
        }
        hasNews = false
        toldAt = .now
        sink.yield(StandInPicture(entries.values.sorted { $0.standIn.path < $1.standIn.path }))
    }

    // MARK: - Finding

    private func scan() {
        nextScan = .now + interval
        let known = Set(conversations.values.map(\.path))
        for place in places.found where !known.contains(place.path) && conversations.count < Self.mostStandIns {
            converse(at: place.path)
        }
    }

    /// - Returns: whether somebody is there.
    @discardableResult
    private func converse(at path: String) -> Bool {
        guard let connection = try? ControlConnection.connect(to: path, within: Self.patience),
            connection.send(ControlRequest.watch.message) == .sent
        else { return false }
        lastToken += 1
        guard platform_epoll_add(epoll, connection.descriptor, UInt32(PLATFORM_READABLE), lastToken) == 0 else {
            return false
        }
        conversations[lastToken] = Conversation(path: path, connection: connection, begin: .now)
        return true
    }

    // MARK: - Listening

    private func listen(_ token: UInt64) {
        for _ in 0..<Self.packetsInARow {
            guard let conversation = conversations[token] else { return }
            switch conversation.connection.receive() {
            case .nothing: return
            case .ended: return end(token)
            case .message(let message, _):
                if message["ERROR"] != nil { return end(token) }
                hear(message, token)
            }
        }
    }

    private func hear(_ message: ControlMessage, _ token: UInt64) {
        guard var conversation = conversations[token] else { return }
        let word = ServiceReport(message).map(StandInWord.init)
        if conversation.isAnswered {
            if let word { note(word, at: conversation.path) }
            return
        }
        if let word, conversation.answer.count < Self.mostServices { conversation.answer.append(word) }
        if message.isEnd {
            conversation.isAnswered = true
            let standIn = StandIn(path: conversation.path, user: conversation.connection.peer.user)
            entries[conversation.path] = StandInPicture.Entry(standIn, conversation.answer)
            conversation.answer = []
            hasNews = true
        }
        conversations[token] = conversation
    }

    private func note(_ word: StandInWord, at path: String) {
        guard let words = entries[path]?.words else { return }
        if let index = words.firstIndex(where: { $0.service == word.service }) {
            entries[path]?.words[index] = word
        } else if words.count < Self.mostServices {
            entries[path]?.words.append(word)
        }
        hasNews = true
    }

    /// A stand-in has left. Another one may have taken its place at that moment: what was known holds until it has said
    /// otherwise.
    private func end(_ token: UInt64) {
        guard let conversation = conversations.removeValue(forKey: token) else { return }
        platform_epoll_remove(epoll, conversation.connection.descriptor)
        let mayBeFollowed = conversation.isAnswered && .now - conversation.begin >= Self.shortLife
        if mayBeFollowed, converse(at: conversation.path) { return }
        entries[conversation.path] = nil
        hasNews = true
    }
}
