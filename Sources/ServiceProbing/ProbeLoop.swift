import CPlatform
import Glibc
import ServiceCatalog

/// The prober's thread: one epoll, one socket per probe in flight, and `ProbeScheduler` to say what is next.
///
/// Asleep while nothing is due. Owned by its thread alone.
final class ProbeLoop {
    private let epoll: Int32
    private let mailbox: ProbeMailbox
    private let box: ReportBox
    private let clock: WallClock
    private let purpose: ProbeScheduler.Purpose
    private var scheduler: ProbeScheduler
    private var reports: [ProbeReport] = []
    private var nextDelivery: Timestamp
    private var isStopping = false
    private var events = [platform_event](repeating: platform_event(), count: 256)
    private var buffer = [UInt8](repeating: 0, count: 2048)
    private var secrets = SystemRandomNumberGenerator()
    private let owners = SocketOwners()
    private var conversations: Conversations?

    /// At most thirty batches a second.
    private static let deliveryPause: Int64 = 33_000_000
    /// Probes that are started before answers are looked at again, so that answers are timed when they come.
    private static let startsInARow = 64
    /// No flight has this token.
    private static let wakeupToken = UInt64.max

    init(epoll: Int32, mailbox: ProbeMailbox, box: ReportBox, clock: WallClock, scheduler: ProbeScheduler) {
        self.epoll = epoll
        self.mailbox = mailbox
        self.box = box
        self.clock = clock
        nextDelivery = clock.now
        self.scheduler = scheduler
        purpose = scheduler.purpose
    }

    func run() {
        _ = platform_epoll_add(epoll, mailbox.wakeup, UInt32(PLATFORM_READABLE), Self.wakeupToken)
        obeyCommands()
        while !isStopping {
            scheduler.advance(to: clock.now)
            endExpiredFlights()
            startProbes()
            if purpose == .sweep, scheduler.unsettled == 0 { break }
            deliver(at: clock.now)
            handleEvents(sleep(at: clock.now))
        }
        for slot in scheduler.flights.slots { abandon(scheduler.flights[slot]) }
        conversations?.shutDown()
        close(epoll)
        box.put(reports)
        box.finish()
    }

    // MARK: Commands

    private func obeyCommands() {
        for command in mailbox.take() {
            switch command {
            case .add(let targets): for target in targets { add(target) }
            case .remove(let ids): for id in ids { abandon(scheduler.remove(id)) }
            case .probeNow(let ids): for id in ids { scheduler.probeNow(id) }
            case .ended(let token, let result):
                if let slot = scheduler.flights.slot(token: token) { conclude(slot, result) }
            case .stop: isStopping = true
            }
        }
    }

    private func add(_ target: ProbeTarget) {
        let (abandoned, report) = scheduler.add(target, at: clock.now)
        abandon(abandoned)
        if let report { reports.append(report) }
    }

    private func abandon(_ flight: Flight?) {
        guard let flight, flight.descriptor >= 0 else { return }
        if flight.conversation == 0 {
            ProbeSocket(descriptor: flight.descriptor).close()
        } else {
            conversations?.breakOff(flight.conversation)
        }
    }

    // MARK: Waiting

    /// Sleeps until something happens or is due. Returns how many events there are.
    private func sleep(at now: Timestamp) -> Int32 {
        var wake = scheduler.nextWake(at: now)
        if !reports.isEmpty { wake = min(wake ?? nextDelivery, nextDelivery) }
        let milliseconds = wake.map {
            Int32(clamping: max(0, ($0.nanoseconds &- now.nanoseconds + 999_999) / 1_000_000))
        }
        return platform_epoll_wait(epoll, &events, Int32(events.count), milliseconds ?? -1)
    }

    private func handleEvents(_ count: Int32) {
        for index in 0..<Int(max(0, count)) {
            let token = events[index].token
            if token == Self.wakeupToken {
                platform_wakeup_drain(mailbox.wakeup)
                obeyCommands()
            } else if let slot = scheduler.flights.slot(token: token) {
                look(at: slot, isLastChance: false)
            }
        }
    }

    /// Hands reports on, unless some were a moment ago.
    private func deliver(at now: Timestamp) {
        guard !reports.isEmpty, now >= nextDelivery else { return }
        nextDelivery = Timestamp(nanoseconds: now.nanoseconds &+ Self.deliveryPause)
        box.put(reports)
        reports = []
    }

    // MARK: Starting

    private func startProbes() {
        for _ in 0..<Self.startsInARow {
            guard let slot = scheduler.nextStart(at: clock.now) else { return }
            start(slot)
        }
    }

    private func start(_ slot: UInt32) {
        let endpoint = scheduler.endpoint(of: slot)
        let kind = scheduler.kind(of: slot)
        guard endpoint.isProbeable else { return end(slot, .unreachable) }
        if kind.isLook, lookFor(slot, at: endpoint, elseConnects: kind == .lookOrConnect) { return }
        let peer = endpoint.peer
        guard let socket = ProbeSocket.open(for: peer, isDatagram: kind.isDatagram) else {
            return couldNotStart(slot, ProbeFailure(errno: errno))
        }
        let nonce: UInt64 = kind.isDatagram ? secrets.next() : 0
        scheduler.launched(slot, descriptor: socket.descriptor, nonce: nonce, at: clock.now)
        if let datagram = DatagramProtocol(kind) {
            ask(slot, socket, peer, datagram.request(to: endpoint, nonce: nonce))
        } else {
            connect(slot, socket, peer)
        }
    }

    /// Asks who listens, where the endpoint is this host's. False where it is not, and may be connected to.
    private func lookFor(_ slot: UInt32, at endpoint: Endpoint, elseConnects: Bool) -> Bool {
        let found = owners.listener(at: endpoint)
        if found == .elsewhere, elseConnects { return false }
        scheduler.launched(slot, descriptor: -1, nonce: 0, at: clock.now)
        let (failure, evidence) = found.finding
        let observation = Observation(at: clock.now, failure: failure, phases: ProbePhases())
        if let report = scheduler.finish(slot, observation, evidence: evidence) { reports.append(report) }
        return true
    }

    private func connect(_ slot: UInt32, _ socket: ProbeSocket, _ peer: platform_peer) {
        var progress = socket.connect(to: peer)
        // On this host the answer is there already, though connect(2) says that it is in progress.
        if case .pending = progress { progress = socket.progress(to: peer) }
        if conclude(slot, socket, progress) { watch(slot, socket, UInt32(PLATFORM_WRITABLE)) }
    }

    private func ask(_ slot: UInt32, _ socket: ProbeSocket, _ peer: platform_peer, _ request: [UInt8]) {
        if case .failed(let failure) = socket.connect(to: peer) { return fail(slot, failure) }
        if let failure = socket.send(request) { return fail(slot, failure) }
        watch(slot, socket, UInt32(PLATFORM_READABLE))
    }

    private func watch(_ slot: UInt32, _ socket: ProbeSocket, _ interest: UInt32) {
        let token = scheduler.flights.token(slot)
        if platform_epoll_add(epoll, socket.descriptor, interest, token) < 0 {
            couldNotStart(slot, ProbeFailure(errno: errno))
        }
    }

    // MARK: Answers

    /// Sees what has come of a flight. At the last chance, what has come by now counts, and nothing means too late: this
    /// thread may have been held up for longer than the answer took.
    private func look(at slot: UInt32, isLastChance: Bool) {
        let flight = scheduler.flights[slot]
        let socket = ProbeSocket(descriptor: flight.descriptor)
        let isPending: Bool
        if flight.conversation != 0 {
            isPending = true
        } else if let datagram = DatagramProtocol(scheduler.kind(of: slot)) {
            isPending = read(slot, socket, datagram, flight.nonce)
        } else {
            let progress = socket.progress(to: scheduler.endpoint(of: slot).peer)
            isPending = conclude(slot, socket, progress)
        }
        guard isPending, isLastChance else { return }
        let failure: Reason = scheduler.flights[slot].wrongAnswers > 0 ? .wrongAnswer : .timedOut
        // Who accepts and says nothing is someone all the same.
        end(slot, failure, at: clock.now, evidence: flight.owner.map { PeerEvidence(owner: $0) })
    }

    /// Ends a flight whose connection is made or has failed. True while it is neither.
    private func conclude(_ slot: UInt32, _ socket: ProbeSocket, _ progress: ProbeSocket.Progress) -> Bool {
        switch progress {
        case .pending: return true
        case .done where socket.isConnectedToItself: end(slot, .refused)
        case .done: connected(slot, socket)
        case .failed(let failure): fail(slot, failure)
        }
        return false
    }

    private func connected(_ slot: UInt32, _ socket: ProbeSocket) {
        let now = clock.now
        let owner = owner(of: slot, socket)
        let kind = scheduler.kind(of: slot)
        guard kind.isConversation, let details = scheduler.details(of: slot) else {
            return end(slot, .none, at: now, evidence: owner.map { PeerEvidence(owner: $0) })
        }
        let took = now.duration(since: scheduler.flights[slot].startedAt)
        // Where connecting took longer, its end is known by an event, which must not be the conversation's.
        platform_epoll_remove(epoll, socket.descriptor)
        platform_probe_close_gently(socket.descriptor)
        scheduler.handOver(slot, connectedIn: UInt32(clamping: max(1, Int64(took / .microseconds(1)))), owner: owner)
        let conversations = conversations ?? Conversations(telling: mailbox)
        self.conversations = conversations
        conversations.begin(
            Conversation(
                token: scheduler.flights[slot].conversation, descriptor: socket.descriptor,
                endpoint: scheduler.endpoint(of: slot), kind: kind, details: details))
    }

    /// A conversation is over, and has closed its socket.
    private func conclude(_ slot: UInt32, _ result: Conversation.Result) {
        let flight = scheduler.flights[slot]
        let evidence = PeerEvidence(
            owner: flight.owner, certificate: result.certificate, httpStatus: result.httpStatus)
        let observation = Observation(result, connectedIn: flight.connectedIn, at: clock.now)
        let report = scheduler.finish(slot, observation, evidence: evidence.isEmpty ? nil : evidence)
        if let report { reports.append(report) }
    }

    /// Whose the other end is, where that is of interest and can be known.
    private func owner(of slot: UInt32, _ socket: ProbeSocket) -> SocketOwner? {
        switch scheduler.ownerInterest(of: slot) {
        case .none: nil
        case .curious: owners.owner(of: socket, at: scheduler.endpoint(of: slot).peer, isWanted: false)
        case .expected: owners.owner(of: socket, at: scheduler.endpoint(of: slot).peer, isWanted: true)
        }
    }

    /// Reads what the peer has sent and ends the flight if it is the answer. True while there is none.
    private func read(_ slot: UInt32, _ socket: ProbeSocket, _ datagram: DatagramProtocol, _ nonce: UInt64) -> Bool {
        while true {
            switch socket.receive(into: &buffer) {
            case .nothing:
                return true
            case .failed(let failure):
                fail(slot, failure)
                return false
            case .bytes(let count):
                let isAnswer = datagram.isAnswer(buffer.span.extracting(first: count), nonce: nonce)
                guard isAnswer || !scheduler.countWrongAnswer(slot) else { continue }
                end(slot, isAnswer ? .none : .wrongAnswer)
                return false
            }
        }
    }

    private func endExpiredFlights() {
        while let slot = scheduler.expired(at: clock.now) { look(at: slot, isLastChance: true) }
    }

    // MARK: Ends

    private func fail(_ slot: UInt32, _ failure: ProbeFailure) {
        switch failure {
        case .endpoint(let reason): end(slot, reason)
        case .exhausted, .noLocalPort, .local: couldNotStart(slot, failure)
        }
    }

    /// The endpoint is not to blame. Where others are in flight, the probe is tried again when one of them has ended.
    private func couldNotStart(_ slot: UInt32, _ failure: ProbeFailure) {
        // Few flights cannot have taken all ports: then this host has no address to reach the endpoint from.
        let enough = failure == .noLocalPort ? 1000 : 1
        guard failure != .local, scheduler.flights.count > enough else { return end(slot, .probeFailed) }
        abandon(scheduler.flights[slot])
        scheduler.postpone(slot)
    }

    private func end(_ slot: UInt32, _ failure: Reason) { end(slot, failure, at: clock.now, evidence: nil) }

    private func end(_ slot: UInt32, _ failure: Reason, at now: Timestamp, evidence: PeerEvidence?) {
        let flight = scheduler.flights[slot]
        abandon(flight)
        let observation = Observation(
            of: scheduler.kind(of: slot), at: now, failure: failure, after: now.duration(since: flight.startedAt))
        if let report = scheduler.finish(slot, observation, evidence: evidence) { reports.append(report) }
    }
}
