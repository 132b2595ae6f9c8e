import DNSCore

/// Puts the parts of a sketch into messages: one a zone and key where it fits, else several, each of which is carried out
/// whole or not at all.
struct UpdatePacking {
    private let sketch: PlanSketch
    private let context: ActingContext
    /// What the zones will hold after the messages so far: those that follow rest on it.
    private(set) var states: [Int: RRsets]

    init(_ sketch: PlanSketch, _ context: ActingContext) {
        self.sketch = sketch
        self.context = context
        states = sketch.shown
    }

    private struct Pile: Hashable {
        var zone: Int
        var key: DomainName?
    }

    mutating func updates() throws(PlanRefusal) -> [Plan.Update] {
        var piles: [Pile] = []
        var parts: [Pile: [PlanSketch.Part]] = [:]
        for part in sketch.parts {
            let pile = Pile(zone: part.zone, key: try key(for: part)?.name)
            if parts[pile] == nil { piles.append(pile) }
            parts[pile, default: []].append(part)
        }
        var updates: [Plan.Update] = []
        for pile in piles { updates += try self.updates(of: pile, parts[pile] ?? []) }
        return updates
    }

    /// The key with the closest scope; nil where nothing is signed.
    private func key(for part: PlanSketch.Part) throws(PlanRefusal) -> UpdateKey? {
        let keys = context.zones[sketch.snapshot.zones[part.zone].name]?.keys ?? []
        guard !keys.isEmpty else { return nil }
        let names = Set(part.changes.map(\.name))
        var best: (key: UpdateKey, closeness: Int)?
        for key in keys {
            guard let closeness = key.closeness(to: names) else { continue }
            if closeness > best?.closeness ?? -1 { best = (key, closeness) }
        }
        guard let best else { throw .noKey(names.sorted(), of: keys) }
        return best.key
    }

    private mutating func updates(of pile: Pile, _ parts: [PlanSketch.Part]) throws(PlanRefusal) -> [Plan.Update] {
        var updates: [Plan.Update] = []
        var message = PlanSketch.Part(zone: pile.zone)
        var size = 0
        for part in parts {
            var growth = length(of: part, besides: message)
            if size > 0, size + growth > context.messageLimit {
                updates.append(close(message, pile))
                message = PlanSketch.Part(zone: pile.zone)
                size = 0
                growth = length(of: part, besides: message)
            }
            for key in part.guarded { message.guardAlso(key) }
            message.changes += part.changes
            size += growth
            if growth > context.messageLimit { try checkLength(of: message) }
        }
        updates.append(close(message, pile))
        return updates
    }

    private mutating func close(_ message: PlanSketch.Part, _ pile: Pile) -> Plan.Update {
        let name = sketch.snapshot.zones[pile.zone].name
        let request = request(message)
        let before = request.changedRRsets.flatMap { states[pile.zone]?[$0] ?? [] }
        states[pile.zone, default: RRsets()].apply(message.changes)
        return Plan.Update(
            request, server: context.zones[name]?.server ?? "", key: pile.key?.description, before: before)
    }

    private func request(_ message: PlanSketch.Part) -> UpdateRequest {
        let state = states[message.zone] ?? RRsets()
        return UpdateRequest(
            zone: sketch.snapshot.zones[message.zone].name,
            prerequisites: message.guarded.map { key in
                isTooLongToName(key, state) ? .exists(key.name, key.type) : state.prerequisite(key)
            },
            changes: message.changes)
    }

    /// A service type with thousands of DNS-SD instances: its PTR records come and go with the others, and taking one of them
    /// out overwrites nothing.
    private func isTooLongToName(_ key: RRsetKey, _ state: RRsets) -> Bool {
        key.type == .ptr && length(of: state[key]) > context.messageLimit / 4
    }

    // MARK: - Lengths, before compression

    private func length(of part: PlanSketch.Part, besides message: PlanSketch.Part) -> Int {
        let state = states[part.zone] ?? RRsets()
        let known = Set(message.guarded)
        let prerequisites = part.guarded.filter { !known.contains($0) }.map { key in
            isTooLongToName(key, state)
                ? Self.bareLength(key.name) : max(Self.bareLength(key.name), length(of: state[key]))
        }
        return prerequisites.reduce(0, +) + part.changes.reduce(0) { $0 + Self.length(of: $1) }
    }

    private func length(of records: [ResourceRecord]) -> Int {
        records.reduce(0) { $0 + Self.bareLength($1.name) + Self.length(of: $1.data) }
    }

    private static func length(of change: UpdateRequest.Change) -> Int {
        switch change {
        case .add(let name, _, let data), .delete(let name, let data): bareLength(name) + length(of: data)
        case .deleteRRset(let name, _), .deleteAll(let name): bareLength(name)
        }
    }

    private static func length(of data: RecordData) -> Int { (try? data.encoded().count) ?? 0 }

    /// Of a record without data: its name, type, class, TTL and length.
    private static func bareLength(_ name: DomainName) -> Int { name.wire.count + 10 }

    /// One part alone may still fit once its names are compressed.
    private func checkLength(of message: PlanSketch.Part) throws(PlanRefusal) {
        if let bytes = try? request(message).encoded(id: 0), bytes.count <= context.messageLimit { return }
        let state = states[message.zone] ?? RRsets()
        guard let longest = message.guarded.max(by: { state[$0].count < state[$1].count }) else { return }
        throw .tooLong(longest, state[longest].count)
    }
}
