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
    /// What is different from what svctop has; nil while it has nothing.
    private var difference: (removed: [ResourceRecord], added: [ResourceRecord])?
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

    var isUpToDate: Bool { difference.map { $0.removed.isEmpty && $0.added.isEmpty } ?? false }
}

// MARK: - Changes

extension Authority {
    mutating func change(_ change: ZoneChange) throws(SceneError) {
        for deletion in change.deletions { try delete(deletion) }
        for record in change.additions { add(record) }
        serial = change.serial ?? Serial(rawValue: serial.rawValue &+ 1)
        for index in replicas.indices where replicas[index].conduct == .follows { replicas[index].serial = serial }
    }

    private mutating func delete(_ deletion: ZoneChange.Deletion) throws(SceneError) {
        let isMeant = { (record: ResourceRecord) in
            record.name == deletion.name && record.type == deletion.type
                && (deletion.data == nil || record.data == deletion.data)
        }
        let gone = records.filter(isMeant)
        guard !gone.isEmpty else {
            let data = deletion.data.map { " \($0)" } ?? ""
            throw SceneError(
                "\(apex) has no record \(deletion.name) \(deletion.type)\(data) then", line: deletion.line)
        }
        records.removeAll(where: isMeant)
        for record in gone {
            if let index = difference?.added.firstIndex(of: record) {
                difference?.added.remove(at: index)
            } else {
                difference?.removed.append(record)
            }
        }
    }

    private mutating func add(_ record: ResourceRecord) {
        guard !records.contains(record) else { return }
        records.append(record)
        difference?.added.append(record)
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

    mutating func noteTransferred() { difference = ([], []) }

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
