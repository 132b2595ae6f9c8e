import CPlatform
import DNSCore
import Glibc
import Synchronization

/// The forwarder's thread: one epoll, and everything that is carried without TLS.
///
/// Asleep while nothing moves. Owned by its thread alone. One connection's trouble is its own: each has its turn for a
/// bounded amount of bytes, and holds a bounded amount.
final class ForwardLoop {
    let plan: ForwardPlan
    let carrier: (any SecureCarrier)?
    let mailbox: ForwardMailbox
    let epoll: Int32
    let workshop: FlowWorkshop
    var passages = PassageTable()
    var deadlines = DeadlineQueue<PassageTable.Token>()
    var counters = ForwardCounters()
    var generator = SystemRandomNumberGenerator()
    var lookups: LookupDesk
    var gate: AcceptGate
    private let shared: SharedCounters
    private let log: @Sendable (ForwardEvent) -> Void
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var queue: [Passage] = []
    private var events = [platform_event](repeating: platform_event(), count: 256)
    private var drainEnd: Duration?
    private(set) var now = Duration.zero

    static let everything =
        UInt32(PLATFORM_READABLE) | UInt32(PLATFORM_WRITABLE) | UInt32(PLATFORM_PEER_ENDED) | PLATFORM_EDGES
    /// What a passage may carry in each direction before others have their turn.
    private static let budget = 1 << 20
    private static let wakeupToken = UInt64.max
    private static let listenerTokens = UInt64.max - 1024

    init(
        _ plan: ForwardPlan, carrier: (any SecureCarrier)?, mailbox: ForwardMailbox, epoll: Int32,
        shared: SharedCounters, log: @escaping @Sendable (ForwardEvent) -> Void
    ) {
        self.plan = plan
        self.carrier = carrier
        self.mailbox = mailbox
        self.epoll = epoll
        self.shared = shared
        self.log = log
        start = clock.now
        lookups = LookupDesk(plan.resolver, mailbox)
        let budget = DescriptorBudget.current(wanted: plan.limits.connections)
        workshop = FlowWorkshop(pipes: budget.pipes)
        gate = AcceptGate(plan.listeners, limit: budget.connections)
    }

    deinit { close(epoll) }

    func run() {
        _ = platform_epoll_add(epoll, mailbox.wakeup, UInt32(PLATFORM_READABLE), Self.wakeupToken)
        for (index, listener) in plan.listeners.enumerated() {
            platform_stream_tune(listener.descriptor)
            _ = platform_epoll_add(
                epoll, listener.descriptor, UInt32(PLATFORM_READABLE) | PLATFORM_EDGES,
                Self.listenerTokens + UInt64(index))
        }
        while !isDone {
            now = clock.now - start
            if let drainEnd, now >= drainEnd { cutAll() }
            while let token = deadlines.pop(dueAt: now) { alarm(token) }
            takeConnections()
            let turn = queue
            queue.removeAll(keepingCapacity: true)
            for passage in turn {
                passage.isQueued = false
                carryOn(passage)
            }
            publish()
            if !isDone { handleEvents(wait()) }
        }
        stopListening()
        publish()
    }

    private var isDone: Bool { drainEnd != nil && passages.count == 0 }

    func say(_ event: ForwardEvent) { log(event) }

    private func publish() {
        counters.active = passages.count
        shared.value.withLock { $0 = counters }
    }

    // MARK: Waiting

    private func wait() -> Int {
        var wake = deadlines.earliest
        for time in [gate.wake, drainEnd].compactMap(\.self) { wake = min(wake ?? time, time) }
        if !queue.isEmpty || gate.isOpen { wake = now }
        let milliseconds = wake.map { Int32(clamping: Int64(max(0, ($0 - now) / .milliseconds(1)).rounded(.up))) }
        return Int(max(0, platform_epoll_wait(epoll, &events, Int32(events.count), milliseconds ?? -1)))
    }

    private func handleEvents(_ count: Int) {
        now = clock.now - start
        for index in 0..<count {
            let (token, ready) = (events[index].token, events[index].ready)
            if token == Self.wakeupToken {
                platform_wakeup_drain(mailbox.wakeup)
                for message in mailbox.take() { obey(message) }
            } else if token >= Self.listenerTokens {
                gate.rang(Int(token - Self.listenerTokens))
            } else {
                happened(PassageTable.Token(rawValue: token), ready)
            }
        }
    }

    private func obey(_ message: ForwardMailbox.Message) {
        switch message {
        case .lookedUp(let result):
            for token in lookups.finished() { advance(token, .lookedUp(result)) }
        case .resolved(let token, let number, let family, let result):
            advance(token, .resolved(number, family, result))
        case .ended(let token, let report):
            if let passage = passages[token] { ended(passage, report) }
        case .stop:
            stopListening()
            drainEnd = drainEnd ?? now + plan.limits.drain
        case .cut: cutAll()
        }
    }

    private func stopListening() {
        for listener in gate.shut() { listener.close() }
    }

    private func happened(_ token: PassageTable.Token, _ ready: UInt32) {
        guard let passage = passages[token] else { return }
        switch passage.phase {
        case .carrying:
            passage.note(ready, isClient: token.line == 0)
            enqueue(passage)
        case .connecting, .knocking:
            if token.line != 0 {
                attemptAnswered(passage, line: token.line)
            } else if ready & Passage.broken != 0 {
                // Who has gone away needs no service.
                end(passage, isBroken: true)
            }
        case .elsewhere: break
        }
    }

    private func alarm(_ token: PassageTable.Token) {
        guard let passage = passages[token] else { return }
        passage.alarm = nil
        switch passage.phase {
        case .connecting: advance(token, .timePassed)
        case .knocking: knock(passage)
        case .carrying: endIfIdle(passage)
        case .elsewhere: break
        }
    }

    /// Has a passage looked at again at a time of the loop's clock.
    func setAlarm(_ passage: Passage, at time: Duration) {
        if let alarm = passage.alarm, alarm <= time { return }
        passage.alarm = time
        deadlines.add(passage.token, at: time)
    }

    // MARK: Carrying

    func enqueue(_ passage: Passage) {
        guard !passage.isQueued else { return }
        passage.isQueued = true
        queue.append(passage)
    }

    private func carryOn(_ passage: Passage) {
        guard case .carrying = passage.phase, passages[passage.token] === passage else { return }
        let before = (passage.outbound?.carried ?? 0, passage.inbound?.carried ?? 0)
        let outcomes = [
            passage.outbound?.move(atMost: Self.budget, with: workshop),
            passage.inbound?.move(atMost: Self.budget, with: workshop),
        ]
        let (out, into) = ((passage.outbound?.carried ?? 0) &- before.0, (passage.inbound?.carried ?? 0) &- before.1)
        counters.bytesOut &+= out
        counters.bytesIn &+= into
        if out > 0 || into > 0 { passage.lastMoved = now }
        for case .broken? in outcomes { return end(passage, isBroken: true) }
        if passage.isFinished { return end(passage, isBroken: false) }
        for case .unfinished? in outcomes { enqueue(passage) }
    }

    private func endIfIdle(_ passage: Passage) {
        guard let idle = plan.limits.idle else { return }
        let end = passage.lastMoved + idle
        if now >= end { self.end(passage, isBroken: true) } else { setAlarm(passage, at: end) }
    }

    // MARK: Ends

    private func cutAll() {
        for passage in passages.all {
            if case .elsewhere(let task) = passage.phase { task.cancel() } else { end(passage, isBroken: true) }
        }
    }

    /// - Parameter isBroken: What was cut off is reset on both sides, so that it does not look whole.
    func end(_ passage: Passage, isBroken: Bool) {
        for (_, descriptor) in passage.attempts { close(descriptor) }
        let service = passage.outbound?.sink
        passage.outbound?.end(workshop)
        passage.inbound?.end(workshop)
        for descriptor in [passage.client, service].compactMap(\.self) {
            if isBroken { platform_stream_spoil(descriptor) }
            close(descriptor)
        }
        if isBroken, service != nil { counters.broken &+= 1 }
        leave(passage)
    }

    private func ended(_ passage: Passage, _ report: PassageReport) {
        counters.bytesOut &+= report.bytesOut
        counters.bytesIn &+= report.bytesIn
        if let failure = report.failure {
            counters.failed &+= 1
            say(.notReached(failure))
        }
        if report.isBroken { counters.broken &+= 1 }
        leave(passage)
    }

    private func leave(_ passage: Passage) {
        passages.remove(passage)
        gate.hasRoom()
    }
}

/// What others see of a loop's counters.
final class SharedCounters: Sendable {
    let value = Mutex(ForwardCounters())
}
