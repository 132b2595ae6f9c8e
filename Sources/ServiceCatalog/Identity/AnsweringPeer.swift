import DNSCore

/// Who answers at one of an instance's addresses, as far as probes have seen, and who should.
package struct AnsweringPeer: Hashable, Sendable {
    package var address: IPAddress
    package var expected: Identity
    /// Whether the admin has pinned what is expected, or a part of it.
    package var isPinned: Bool
    package var evidence: PeerEvidence
    package var finding: IdentityFinding?
    /// When the one who answers now was first seen here.
    package var since: Timestamp
    /// What this host says of the socket's owner; nil while nobody has asked.
    package var process: PeerProcess?

    package init(
        address: IPAddress, expected: Identity, isPinned: Bool = false, evidence: PeerEvidence,
        finding: IdentityFinding?, since: Timestamp, process: PeerProcess? = nil
    ) {
        self.address = address
        self.expected = expected
        self.isPinned = isPinned
        self.evidence = evidence
        self.finding = finding
        self.since = since
        self.process = process
    }
}

/// The user, program and unit behind a socket of this host.
package struct PeerProcess: Hashable, Sendable {
    /// As the system's user database has it.
    package var userName: String?
    /// Of the process that listens, where this user may see it.
    package var identifier: Int32?
    /// What the process calls itself.
    package var command: String?
    /// The systemd unit, or the control group's path.
    package var unit: String?

    package init(
        userName: String? = nil, identifier: Int32? = nil, command: String? = nil, unit: String? = nil
    ) {
        self.userName = userName
        self.identifier = identifier
        self.command = command
        self.unit = unit
    }
}

/// Who answers at a zone's instances: kept of those of whom probes have seen more than that they answer.
package struct PeerTable: Sendable {
    /// Of a zone; of more there is nothing but the status.
    private static let mostInstances = 1 << 16

    private var peers = InstanceLists<AnsweringPeer>()

    package init() {}

    package subscript(instance: InstanceID) -> [AnsweringPeer] { peers[instance] }

    /// The one that the instance is judged by.
    package func telling(_ instance: InstanceID) -> AnsweringPeer? {
        let all = peers[instance]
        return all.first { $0.finding?.isImpostor ?? false } ?? all.first { $0.finding != nil } ?? all.first
    }

    package mutating func set(_ found: [AnsweringPeer], of instance: InstanceID) {
        guard peers[instance] != found, !peers.isFull(for: instance, limit: Self.mostInstances) else { return }
        peers.change(instance) { $0 = found }
    }

    package mutating func remove(_ instance: InstanceID) { peers.remove(instance) }

    package mutating func move(_ old: InstanceID, to new: InstanceID) { peers.move(old, to: new) }
}
