import ActivationControl
import Dispatch
import ServiceCatalog

/// Listens to the stand-ins of this host: each tells by itself when something about a service changes.
actor StandInReader {
    private let places: StandInPlaces
    /// Between two looks for stand-ins that are new.
    private let interval: Duration
    private let tell: @Sendable (StandInPicture) async -> Void

    private var entries: [String: StandInPicture.Entry] = [:]
    private var followed = Set<String>()
    private var isTelling = false
    private var toldAt = ContinuousClock.now - .seconds(1)
    private var hasNews = false

    /// More are not listened to at once: each takes a thread while it is silent.
    private static let mostFollowed = 32
    /// Of one stand-in; of more services nothing is known.
    private static let mostServices = 10_000
    private static let patience = Duration.seconds(2)
    /// Between two pictures; the first of them comes at once.
    private static let pause = Duration.milliseconds(50)
    /// One that ends sooner is not asked again at once.
    private static let shortLife = Duration.seconds(1)

    /// - Parameter tell: is told what all of them say now, whenever that has changed.
    init(
        _ places: StandInPlaces, interval: Duration, tell: @escaping @Sendable (StandInPicture) async -> Void
    ) {
        self.places = places
        self.interval = interval
        self.tell = tell
    }

    /// Works until the task is cancelled.
    func run() async {
        await withTaskGroup { group in
            while !Task.isCancelled {
                let places = places
                for place in await Blocking.run({ places.found })
                where !followed.contains(place.path) && followed.count < Self.mostFollowed {
                    followed.insert(place.path)
                    group.addTask { await self.follow(place) }
                }
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// What they say at this moment, each asked once.
    static func picture(of places: StandInPlaces) async -> StandInPicture {
        let found = await Blocking.run { places.found }.prefix(mostFollowed)
        let entries = await withTaskGroup { group in
            for place in found {
                group.addTask {
                    await Blocking.run {
                        try? StandInClient(at: place.path, patience: patience).status().entry(at: place.path)
                    }
                }
            }
            return await group.reduce(into: [StandInPicture.Entry]()) { all, entry in if let entry { all.append(entry) } }
        }
        return StandInPicture(entries.sorted { $0.standIn.path < $1.standIn.path })
    }

    // MARK: - One of them

    /// Listens to a stand-in, and to those that take its place.
    private func follow(_ place: ControlPlace) async {
        while !Task.isCancelled, let watch = await Self.watch(place) {
            let begin = ContinuousClock.now
            entries[place.path] = StandInStatus(standIn: watch.standIn, services: watch.services).entry(at: place.path)
            news()
            for await report in watch.changes { note(report, at: place.path) }
            if .now - begin < Self.shortLife { break }
        }
        entries[place.path] = nil
        followed.remove(place.path)
        news()
    }

    private static func watch(_ place: ControlPlace) async -> StandInWatch? {
        await Blocking.run { try? StandInClient(at: place.path, patience: patience).watch() }
    }

    private func note(_ report: ServiceReport, at path: String) {
        guard var entry = entries[path] else { return }
        let word = StandInWord(report)
        if let index = entry.words.firstIndex(where: { $0.service == word.service }) {
            entry.words[index] = word
        } else if entry.words.count < Self.mostServices {
            entry.words.append(word)
        }
        entries[path] = entry
        news()
    }

    // MARK: - Telling

    /// At once where nothing was told lately, else with what comes meanwhile.
    private func news() {
        hasNews = true
        guard !isTelling else { return }
        isTelling = true
        Task {
            let age = .now - toldAt
            if age < Self.pause { try? await Task.sleep(for: Self.pause - age) }
            while hasNews {
                hasNews = false
                toldAt = .now
                await tell(StandInPicture(entries.values.sorted { $0.standIn.path < $1.standIn.path }))
                if hasNews { try? await Task.sleep(for: Self.pause) }
            }
            isTelling = false
        }
    }
}

extension StandInStatus {
    func entry(at path: String) -> StandInPicture.Entry {
        StandInPicture.Entry(
            StandIn(path: path, user: standIn.user), services.prefix(10_000).map(StandInWord.init))
    }
}

/// Work that waits for others, away from the threads that do not.
enum Blocking {
    static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
