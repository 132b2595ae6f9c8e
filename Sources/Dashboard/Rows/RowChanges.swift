import DNSCore
import ServiceCatalog
import Terminal

/// What has just been added, changed or taken away, by the events of the last seconds.
struct RowChanges: Sendable {
    enum Kind: Hashable, Sendable {
        case added
        case changed
        case gone
    }

    private struct Record: Hashable {
        var zone: DomainName
        var service: DomainName
        var title: String
    }

    /// How long a change is shown.
    static let lifetime = Duration.seconds(10)
    /// Of a storm of events only the latest are looked at.
    private static let mostEvents = 2000

    private var changes: [Record: (kind: Kind, at: Timestamp)] = [:]

    init(_ events: [Event], at now: Timestamp) {
        for event in events.reversed().prefix(Self.mostEvents) {
            guard event.at > now.advanced(by: .zero - Self.lifetime) else { break }
            guard let kind = Kind(event.kind) else { continue }
            let record = Record(zone: event.zone, service: event.service, title: event.instance)
            if changes[record] == nil { changes[record] = (kind, event.at) }
        }
    }

    /// What has happened to an instance, and until when that is news.
    func change(of instance: InstanceID, in catalog: Catalog) -> (kind: Kind, until: Timestamp)? {
        guard !changes.isEmpty else { return nil }
        let service = catalog.name(of: catalog.service(of: instance))
        let record = Record(
            zone: catalog.apex, service: service,
            title: catalog.instance(instance, lookingAt: 1).title(relativeTo: catalog.apex))
        return changes[record].map { ($0.kind, $0.at.advanced(by: Self.lifetime)) }
    }
}

extension RowChanges.Kind {
    fileprivate init?(_ event: Event.Kind) {
        switch event {
        case .registered: self = .added
        case .changed: self = .changed
        case .withdrawn: self = .gone
        case .suspect, .down, .impostor, .recovered, .failover, .started, .stopped, .startFailed,
            .suspended:
            return nil
        }
    }

    var sign: String {
        switch self {
        case .added: "+"
        case .changed: "~"
        case .gone: "-"
        }
    }

    var role: Role {
        switch self {
        case .added: .added
        case .changed: .modified
        case .gone: .removed
        }
    }
}
