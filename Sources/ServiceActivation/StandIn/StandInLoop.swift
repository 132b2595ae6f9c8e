import ActivationControl
import Glibc

/// The one thread of a stand-in.
final class StandInLoop {
    let surroundings: ServiceSurroundings
    let services: [any HeldService]
    private let names: [String: Int]
    private let control: ControlListener
    private let mailbox: StandInMailbox
    private var controlWatch: EventLoop.Watch?
    private var dialogues: [Int32: ControlDialogue] = [:]
    private var isEnding = false
    private var isReplaced = false

    /// Others get no answer until somebody leaves.
    private static let mostDialogues = 256
    /// Of users who are neither root nor ours: these always find room.
    private static let mostDialoguesOfOthers = 192
    private static let mostDialoguesOfOneUser = 64
    /// Whoever connects without end does not keep the services waiting.
    private static let mostAcceptedAtOnce = 64

    init?(
        _ services: [any HeldService], _ surroundings: ServiceSurroundings, _ control: ControlListener,
        _ mailbox: StandInMailbox
    ) {
        self.services = services
        self.surroundings = surroundings
        self.control = control
        self.mailbox = mailbox
        names = Dictionary(services.enumerated().map { ($1.service.name, $0) }) { first, _ in first }
        controlWatch = surroundings.events.watch(control.descriptor) { [weak self] in self?.acceptDialogues() }
        let ordersWatch = surroundings.events.watch(mailbox.wakeup) { [weak self] in self?.takeOrders() }
        guard controlWatch != nil, ordersWatch != nil else { return nil }
        surroundings.onChange = { [weak self] in self?.publish($0) }
    }

    func run() -> StandIn.End {
        for service in services { service.begin() }
        while !isReplaced, !(isEnding && services.allSatisfy(\.isFinished)) {
            surroundings.events.wait(until: nextWake)
            passTime()
            countConnections()
        }
        if isReplaced {
            for service in services { service.abandon() }
        } else {
            control.end(removing: true)
        }
        return isReplaced ? .replaced : .ended
    }

    private var nextWake: ContinuousClock.Instant? { services.lazy.compactMap(\.nextWake).min() }

    private func passTime() {
        let now = ContinuousClock.now
        for service in services where service.nextWake.map({ $0 <= now }) ?? false { service.passTime(at: now) }
    }

    /// One look at all connections for all services that want theirs counted.
    private func countConnections() {
        let wanting = services.filter { $0.countedPlaces != nil }
        guard !wanting.isEmpty else { return }
        var places = CountedPlaces(of: [])
        for service in wanting { if let own = service.countedPlaces { places.formUnion(own) } }
        let counts = ConnectionCounts(at: places)
        for service in wanting { service.count(counts) }
    }

    private func takeOrders() {
        for order in mailbox.takeAll() {
            switch order {
            case .end: end()
            case .kill: for service in services { service.kill() }
            }
        }
    }

    private func end() {
        guard !isEnding else { return }
        isEnding = true
        for service in services { service.end() }
    }

    func service(named name: String) -> (any HeldService)? { names[name].map { services[$0] } }

    // MARK: - Those who ask

    private func acceptDialogues() {
        for _ in 0..<Self.mostAcceptedAtOnce where dialogues.count < Self.mostDialogues {
            guard let connection = control.accept() else { break }
            guard hasRoom(for: connection.peer.user) else {
                _ = connection.send(.refusal("user \(connection.peer.user) asks too much at a time"))
                continue
            }
            let dialogue = ControlDialogue(connection, self)
            dialogues[connection.descriptor] = dialogue
            dialogue.begin()
        }
        // Nobody is looked for until there is room again.
        if dialogues.count >= Self.mostDialogues, let watch = controlWatch {
            surroundings.events.unwatch(watch)
            controlWatch = nil
        }
    }

    private func hasRoom(for user: UInt32) -> Bool {
        let trusted = [0, geteuid()]
        guard !trusted.contains(user) else { return true }
        let others = dialogues.values.map(\.connection.peer.user).filter { !trusted.contains($0) }
        return others.count < Self.mostDialoguesOfOthers
            && others.count { $0 == user } < Self.mostDialoguesOfOneUser
    }

    func forget(_ dialogue: ControlDialogue) {
        dialogues[dialogue.connection.descriptor] = nil
        guard controlWatch == nil else { return }
        controlWatch = surroundings.events.watch(control.descriptor) { [weak self] in self?.acceptDialogues() }
    }

    private func publish(_ service: any HeldService) {
        let watchers = dialogues.values.filter(\.isWatching)
        guard !watchers.isEmpty else { return }
        let message = service.report.message
        for watcher in watchers { watcher.say(message) }
    }

    /// Everything is another stand-in's now.
    func leave() {
        isReplaced = true
        surroundings.tell(.replaced)
    }

    var controlDescriptor: Int32 { control.descriptor }
}
