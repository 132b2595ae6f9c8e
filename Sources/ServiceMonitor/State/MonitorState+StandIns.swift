import DNSCore
import ServiceCatalog
import ServiceProbing

/// What the stand-ins of this host say of what they hold, and which socket listens.
extension MonitorState {
    /// Notes what a look at an endpoint has found.
    mutating func noteListener(_ report: ProbeReport, _ kind: ProbeKind, at now: Timestamp) {
        guard kind.isLook else { return holdings.remove([report.id]) }
        switch report.observation.failure {
        case .probeFailed: return
        case .notListening: return holdings.remove([report.id])
        default: break
        }
        var listener: HoldingBook.Listener?
        if let evidence = report.evidence, evidence.listener != 0 {
            listener = HoldingBook.Listener(inode: UInt64(evidence.listener), user: evidence.owner?.user)
        }
        holdings.note(listener, at: report.id, of: report.endpoint, now: now)
    }

    /// The stand-ins say something else than before.
    mutating func heard(_ picture: StandInPicture, at now: Timestamp) {
        let before = holdings.picture
        var picture = picture
        picture.remember(before)
        guard picture != before else { return }
        let changes = picture.changes(since: before)
        holdings.take(picture)
        var touched: [InstanceKey] = []
        var seen = Set<InstanceKey>()
        for number in holdings.listeners.keys.sorted() {
            endpoints.forEachInstance(at: number) { if seen.insert($0).inserted { touched.append($0) } }
        }
        for key in touched { tell(changes, of: key, at: now) }
        // What listens may be others' now: who has another socket is looked at before it is judged by.
        let ports = picture.ports(otherThanIn: before)
        for number in holdings.listeners.keys where ports.contains(endpoints[number].endpoint.port) {
            commands.probeNow.insert(number)
        }
        for key in touched { judge(key, at: .endpoints, now: now) }
    }

    /// What has happened to the service that an instance is of: nothing where its socket is not known to be the stand-in's.
    private mutating func tell(_ changes: [StandInChange], of key: InstanceKey, at now: Timestamp) {
        var claims: [Holding.Claim] = []
        endpoints.forEachEndpoint(of: key) { number, row in
            if let claim = holdings.holding(of: number, at: row.endpoint, now: now)?.verified, !claims.contains(claim) {
                claims.append(claim)
            }
        }
        for change in changes where claims.contains(where: { change.isAbout($0) }) {
            if let kind = change.event { record(kind, key, at: now) }
        }
    }
}

/// What a stand-in says of a service now, and what it said before.
struct StandInChange: Hashable, Sendable {
    var standIn: StandIn
    var before: StandInWord
    var now: StandInWord

    func isAbout(_ claim: Holding.Claim) -> Bool { claim.standIn == standIn && claim.word.service == now.service }

    /// What there is to tell of it; nil for a step on the way.
    var event: Event.Kind? {
        switch now.state {
        case .active where before.state != .active || now.startCount != before.startCount:
            .started(now.occasion)
        case .dormant where before.state == .active || before.state == .stopping: .stopped(now.occasion)
        case .waiting where before.state != .waiting || now.startCount != before.startCount: .startFailed(now.reason)
        case .suspended where before.state != .suspended: .suspended(now.reason)
        default: nil
        }
    }
}

extension StandInPicture {
    /// Services that were known before, and of which something else is said.
    func changes(since before: StandInPicture) -> [StandInChange] {
        entries.flatMap { entry -> [StandInChange] in
            guard let old = before.entries.first(where: { $0.standIn == entry.standIn }), old != entry else {
                return []
            }
            let words = Dictionary(old.words.map { ($0.service, $0) }) { first, _ in first }
            return entry.words.compactMap { word in
                guard let known = words[word.service], known != word else { return nil }
                return StandInChange(standIn: entry.standIn, before: known, now: word)
            }
        }
    }

    /// Those at which another socket is said to listen than before, or one less or more.
    func ports(otherThanIn before: StandInPicture) -> Set<UInt16> {
        Set(sockets.symmetricDifference(before.sockets).map(\.port))
    }

    private var sockets: Set<StandInWord.Socket> { Set(entries.lazy.flatMap(\.words).flatMap(\.sockets)) }

    /// Keeps of what was said before what is not said again: that a start has failed, and why one began.
    mutating func remember(_ before: StandInPicture) {
        for index in entries.indices {
            guard let old = before.entries.first(where: { $0.standIn == entries[index].standIn }) else { continue }
            let words = Dictionary(old.words.map { ($0.service, $0) }) { first, _ in first }
            for place in entries[index].words.indices {
                entries[index].words[place].remember(words[entries[index].words[place].service])
            }
        }
    }
}

extension StandInWord {
    fileprivate mutating func remember(_ before: StandInWord?) {
        switch state {
        case .starting, .stopping: cause = reason
        case .active where before?.state == .starting || before?.state == .active: cause = before?.cause ?? ""
        case .dormant where before?.state == .stopping || before?.state == .dormant: cause = before?.cause ?? ""
        case .active, .dormant, .waiting, .suspended: break
        }
        guard state == .starting, let before else { return }
        isRetry =
            before.state == .waiting || before.state == .suspended || before.state == .starting && before.isRetry
    }

    /// Why it runs, or sleeps again: without what follows from it.
    fileprivate var occasion: String {
        let text = cause.isEmpty ? reason : cause
        guard let end = text.firstRange(of: ": ") else { return text }
        return String(text[..<end.lowerBound])
    }
}
