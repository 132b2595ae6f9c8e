/// A request to change a zone, if it is as expected (RFC 2136). All of it is carried out, or nothing.
public struct UpdateRequest: Hashable, Sendable {
    public var zone: DomainName
    public var recordClass: RecordClass
    public var prerequisites: [Prerequisite]
    /// Carried out in this order.
    public var changes: [Change]

    public init(
        zone: DomainName, recordClass: RecordClass = .in, prerequisites: [Prerequisite] = [], changes: [Change] = []
    ) {
        self.zone = zone
        self.recordClass = recordClass
        self.prerequisites = prerequisites
        self.changes = changes
    }

    /// The message, without a signature.
    public func message(id: UInt16) throws(UpdateError) -> Message {
        for prerequisite in prerequisites { try check(prerequisite) }
        for change in changes { try check(change) }
        return Message(
            header: Header(id: id, opcode: .update),
            questions: [Question(name: zone, type: .soa, recordClass: recordClass)],
            answers: prerequisites.flatMap { $0.records(in: recordClass) },
            authorities: changes.map { $0.record(in: recordClass) })
    }

    /// The message's bytes, without a signature.
    public func encoded(id: UInt16) throws(UpdateError) -> [UInt8] {
        let message = try message(id: id)
        do { return try message.encoded() } catch { throw .wire(error) }
    }

    /// What a message asks for. Records that make up one RRset's prerequisite are brought together.
    public init(_ message: Message) throws(UpdateError) {
        guard message.header.opcode == .update, !message.header.isResponse else { throw .notAnUpdate }
        guard message.questions.count == 1, let zone = message.questions.first, zone.type == .soa else {
            throw .zoneSection
        }
        self.init(zone: zone.name, recordClass: zone.recordClass)
        var section = PrerequisiteSection()
        for record in message.answers {
            let prerequisite = try Prerequisite(record, in: recordClass)
            try checkZone(of: prerequisite.name)
            section.append(prerequisite)
        }
        prerequisites = section.prerequisites
        for record in message.authorities {
            let change = try Change(record, in: recordClass)
            try checkZone(of: change.name)
            changes.append(change)
        }
    }

    private func check(_ prerequisite: Prerequisite) throws(UpdateError) {
        try checkZone(of: prerequisite.name)
        if case .equals(let name, let data) = prerequisite {
            guard let type = data.first?.type, data.allSatisfy({ $0.type == type }) else { throw .mixedRRset(name) }
        }
        // A server would read it in the same way, or refuse it.
        for record in prerequisite.records(in: recordClass) { _ = try Prerequisite(record, in: recordClass) }
    }

    private func check(_ change: Change) throws(UpdateError) {
        try checkZone(of: change.name)
        _ = try Change(change.record(in: recordClass), in: recordClass)
    }

    private func checkZone(of name: DomainName) throws(UpdateError) {
        guard name.isEqualOrBelow(zone) else { throw .outOfZone(name) }
    }
}

/// The commands that make nsupdate send it, but for `send`.
extension UpdateRequest: CustomStringConvertible {
    public var description: String {
        let lines = ["zone \(zone)"] + (recordClass == .in ? [] : ["class \(recordClass)"])
        return (lines + prerequisites.map(\.description) + changes.map(\.description)).joined(separator: "\n")
    }
}
