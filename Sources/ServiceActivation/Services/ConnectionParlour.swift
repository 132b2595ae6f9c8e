import CPlatform
import Glibc

/// Where accepted connections wait until their clients say something (`wake = "data"`). Those that leave without a word are
/// closed, and so is who has been silent for longest where there are too many.
final class ConnectionParlour {
    private struct Guest {
        let connection: Int32
        let source: ConnectionSource
        let leavesAt: ContinuousClock.Instant
        var watch: EventLoop.Watch?
    }

    private let events: EventLoop
    private let patience: Duration
    /// By the order in which they have come.
    private var silent: [Int: Guest] = [:]
    private var firstSilent = 0
    private var lastNumber = 0
    /// They have spoken.
    private var ready: [Guest] = []
    /// Called when somebody has spoken.
    var onReady: () -> Void = {}

    private static let mostGuests = 1024

    /// - Parameter patience: for who says nothing.
    init(_ events: EventLoop, patience: Duration) {
        self.events = events
        self.patience = patience
    }

    deinit { closeAll() }

    /// The first of those who have spoken: the caller's to close.
    func next() -> (Int32, ConnectionSource)? {
        guard !ready.isEmpty else { return nil }
        let guest = ready.removeFirst()
        return (guest.connection, guest.source)
    }

    /// All of them, in the order in which they have come.
    var guests: [(connection: Int32, source: ConnectionSource)] {
        (ready + silent.sorted { $0.key < $1.key }.map(\.value)).map { ($0.connection, $0.source) }
    }

    func receive(_ connection: Int32, from source: ConnectionSource) {
        if silent.count + ready.count >= Self.mostGuests, !dismissOldest() {
            close(connection)
            return
        }
        lastNumber += 1
        let number = lastNumber
        var guest = Guest(connection: connection, source: source, leavesAt: .now + patience)
        guest.watch = events.watch(connection) { [weak self] in self?.spoken(number) }
        silent[number] = guest
    }

    var nextWake: ContinuousClock.Instant? { oldest?.value.leavesAt }

    func passTime(at now: ContinuousClock.Instant) {
        while let oldest, oldest.value.leavesAt <= now { dismiss(oldest.key) }
    }

    func closeAll() {
        for number in silent.keys { dismiss(number) }
        for guest in ready { close(guest.connection) }
        ready = []
    }

    private var oldest: (key: Int, value: Guest)? {
        while firstSilent < lastNumber, silent[firstSilent] == nil { firstSilent += 1 }
        return silent[firstSilent].map { (firstSilent, $0) }
    }

    private func spoken(_ number: Int) {
        guard let guest = silent[number] else { return }
        switch platform_connection_peek(guest.connection) {
        case 1:
            if let watch = guest.watch { events.unwatch(watch) }
            silent[number] = nil
            ready.append(guest)
            onReady()
        case 0: dismiss(number)
        default: break
        }
    }

    private func dismissOldest() -> Bool {
        guard let oldest else { return false }
        dismiss(oldest.key)
        return true
    }

    private func dismiss(_ number: Int) {
        guard let guest = silent.removeValue(forKey: number) else { return }
        if let watch = guest.watch { events.unwatch(watch) }
        close(guest.connection)
    }
}
