import DNSCore
import ServiceCatalog

/// How someone is told who does not look at the screen.
package enum NotificationWay: String, CaseIterable, Hashable, Sendable {
    case off
    /// The terminal's bell.
    case bell
    /// A note on the desktop, by terminals that know OSC 9.
    case osc9

    /// What the message line says once it is chosen.
    var announcement: String {
        switch self {
        case .off: "Tells nobody"
        case .bell: "Rings the bell when an instance goes down, a failover changes the tier, or a server is lost"
        case .osc9: "Sends a desktop note (OSC 9) when something goes down, fails over, or a server is lost"
        }
    }

    var briefAnnouncement: String {
        switch self {
        case .off: "Tells nobody"
        case .bell: "Rings the bell on failures"
        case .osc9: "Sends desktop notes (OSC 9)"
        }
    }

    var next: NotificationWay {
        switch self {
        case .off: .bell
        case .bell: .osc9
        case .osc9: .off
        }
    }
}

/// Tells of what someone should come and look at, at most once in a few seconds.
struct Notifier: Hashable, Sendable {
    static let pause = Duration.seconds(5)
    private static let longestText = 200

    private(set) var way: NotificationWay
    /// What is to be told, and how many things more.
    private var text: String?
    private var others = 0
    private var quietUntil = Timestamp.distantPast

    init(_ way: NotificationWay) { self.way = way }

    mutating func use(_ way: NotificationWay) {
        self.way = way
        (text, others) = (nil, 0)
    }

    /// When it has something to tell that it may not tell yet.
    var wakesAt: Timestamp? { text == nil ? nil : quietUntil }

    mutating func forgetTimes() { quietUntil = .distantPast }

    /// Compares what is known with what was known.
    mutating func note(_ new: Snapshot, after old: Snapshot) {
        guard way != .off else { return }
        for event in new.events.suffix(max(0, min(new.events.count, new.eventCount - old.eventCount))) {
            if let text = Self.text(event) { add(text) }
        }
        for zone in new.zones {
            guard let before = old.zones.first(where: { $0.name == zone.name }) else { continue }
            if let problem = zone.freshness.problem, before.freshness.problem == nil, zone.freshness.method != nil {
                add("\(zone.name.withoutFinalDot) \(problem.text)")
            }
        }
    }

    /// What to do now.
    mutating func takeEffect(at now: Timestamp) -> Effect? {
        guard let text, now >= quietUntil else { return nil }
        let rest = others > 0 ? ", and \(Numbers.grouped(others)) more" : ""
        (self.text, others) = (nil, 0)
        quietUntil = now.advanced(by: Self.pause)
        return way == .bell ? .bell : .notify("svctop: \(text.prefix(Self.longestText))\(rest)")
    }

    private mutating func add(_ news: String) {
        if text == nil { text = news } else { others += 1 }
    }

    private static func text(_ event: Event) -> String? {
        let service = event.service.shown(within: event.zone)
        switch event.kind {
        case .down:
            let reason = event.reason == .none ? "" : ": \(event.reason)"
            return "\(event.instance) of \(service) is down\(reason)"
        case .suspended(let what):
            return "\(event.instance) of \(service) is suspended" + (what.isEmpty ? "" : ": \(what)")
        case .impostor(let what): return "\(event.instance) of \(service) \(what)"
        case .failover(let failover) where failover.changedTier:
            let server = failover.after.first.map { "priority \($0.priority), \($0.instance)" } ?? "nobody"
            return "failover of \(service) to \(server)"
        default: return nil
        }
    }
}
