import DNSCore
import ServiceCatalog

/// A zone at its authoritative servers.
struct Authority: Sendable {
    let apex: DomainName
    let server: String
    let method: ZoneFreshness.Method
    let notifies: Bool
    private(set) var serial: Serial
    private(set) var records: [ResourceRecord]
    var reachability = Reachability.back
    /// What it says to every update; nil where it carries them out.
    var refusal: ResponseCode?
    /// What is different from what svctop has; nil while it has nothing.
    private var difference: (removed: [ResourceRecord], added: [ResourceRecord])?
    /// The serial that svctop has; nil while it has nothing.
    private var transferred: Serial?
    private var replicas: [SceneReplica] = []
    var nextPoll: Timestamp

    init(_ zone: Scene.Zone, at now: Timestamp) {
        apex = zone.apex
        server = zone.server
        method = zone.method
        notifies = zone.notifies
        serial = zone.serial
        records = zone.records
        nextPoll = now
    }

    var isUpToDate: Bool { transferred == serial }
}

// MARK: - Changes

extension Authority {
    mutating func change(_ change: ZoneChange) throws(SceneError) {
        var removed: [ResourceRecord] = []
        for deletion in change.deletions { removed += try found(deletion) }
        take(removing: removed, adding: change.additions, serial: change.serial)
    }

    private func found(_ deletion: ZoneChange.Deletion) throws(SceneError) -> [ResourceRecord] {
        let found = records.filter { record in
            record.name == deletion.name && record.type == deletion.type
                && (deletion.data == nil || record.data == deletion.data)
        }
        guard found.isEmpty else { return found }
        let data = deletion.data.map { " \($0)" } ?? ""
        throw SceneError("\(apex) has no record \(deletion.name) \(deletion.type)\(data) then", line: deletion.line)
    }

    /// - Parameter serial: the next one where nil.
    mutating func take(
        removing removed: [ResourceRecord], adding added: [ResourceRecord], serial next: Serial? = nil
    ) {
        for record in removed {
            records.removeAll { $0 == record }
            if let index = difference?.added.firstIndex(of: record) {
                difference?.added.remove(at: index)
            } else {
                difference?.removed.append(record)
            }
        }
        for record in added where !records.contains(record) {
            records.append(record)
            difference?.added.append(record)
        }
        serial = next ?? Serial(rawValue: serial.rawValue &+ 1)
        for index in replicas.indices where replicas[index].conduct == .follows { replicas[index].serial = serial }
    }
}

// MARK: - Transfers

extension Authority {
    /// How the next transfer comes: differences only to one who has the zone.
    var nextMethod: ZoneFreshness.Method { difference == nil ? .axfr : method }

    func transfer(into loader: inout CatalogLoader) throws(WireError) {
        if let difference, method == .ixfr {
            try loader.remove(difference.removed)
            try loader.add(difference.added)
        } else {
            loader.beginReplacement()
            try loader.add(records)
        }
        try loader.commit(soa: soa)
    }

    mutating func noteTransferred() {
        difference = ([], [])
        transferred = serial
    }

    private var soa: StartOfAuthority {
        StartOfAuthority(
            primary: apex, mailbox: apex, serial: serial, refresh: 3600, retry: 600, expire: 86_400, minimum: 60)
    }
}

// MARK: - Replicas

/// Another server of the zone, and how it keeps up.
private struct SceneReplica: Sendable {
    let server: String
    var conduct: ReplicaConduct
    var serial: Serial
}

extension Authority {
    mutating func set(_ server: String, _ conduct: ReplicaConduct) {
        if let index = replicas.firstIndex(where: { $0.server == server }) {
            replicas[index].conduct = conduct
            if conduct == .follows { replicas[index].serial = serial }
        } else {
            replicas.append(SceneReplica(server: server, conduct: conduct, serial: serial))
        }
    }

    /// Those that show a change soon after it was made, and those that do not.
    var followers: [String] { replicas.filter { $0.conduct == .follows }.map(\.server) }
    var stragglers: [String] { replicas.filter { $0.conduct != .follows }.map(\.server) }

    /// What they answer when they are asked for their serial; nothing where there are none.
    func answersOfReplicas(at now: Timestamp) -> [Replica] {
        replicas.map { own in
            var replica = Replica(server: own.server)
            replica.askedAt = now
            if case .lost(let reason) = own.conduct {
                replica.problem = reason
            } else {
                replica.serial = own.serial
            }
            return replica
        }
    }
}
