import DNSCore
import Testing

@testable import ServiceCatalog

/// A zone as RFC 2136 describes it, written down without regard to how the planner reckons.
private struct ModelZone: Equatable {
    struct Record: Hashable {
        var name: DomainName
        var ttl: UInt32
        var data: RecordData
    }

    /// Whether a TTL is a record's own, as RFC 2136 has it, or its RRset's, as servers do.
    var hasRRsetTTLs: Bool
    var records: Set<Record>

    /// nil where a prerequisite does not hold.
    func after(_ request: UpdateRequest) -> ModelZone? {
        for prerequisite in request.prerequisites {
            let holds =
                switch prerequisite {
                case .equals(let name, let data):
                    Set(records.filter { $0.name == name && $0.data.type == data[0].type }.map(\.data)) == Set(data)
                case .doesNotExist(let name, let type): !records.contains { $0.name == name && $0.data.type == type }
                case .exists(let name, let type): records.contains { $0.name == name && $0.data.type == type }
                case .nameInUse(let name): records.contains { $0.name == name }
                case .nameNotInUse(let name): !records.contains { $0.name == name }
                }
            guard holds else { return nil }
        }
        var zone = self
        for change in request.changes { zone.take(change) }
        return zone
    }

    private mutating func take(_ change: UpdateRequest.Change) {
        switch change {
        case .add(let name, let ttl, let data):
            records = records.filter { $0.name != name || $0.data != data }
            if hasRRsetTTLs {
                records = Set(
                    records.map {
                        $0.name == name && $0.data.type == data.type
                            ? Record(name: $0.name, ttl: ttl, data: $0.data) : $0
                    })
            }
            records.insert(Record(name: name, ttl: ttl, data: data))
        case .delete(let name, let data): records = records.filter { $0.name != name || $0.data != data }
        case .deleteRRset(let name, let type): records = records.filter { $0.name != name || $0.data.type != type }
        case .deleteAll(let name): records = records.filter { $0.name != name }
        }
    }
}

@Suite("Whatever the zone and whatever is chosen")
struct RandomPlanTests {
    @Test(
        "the messages make exactly the zone that was wanted, and their inverses the old one, TTLs included",
        arguments: [false, true])
    func plans(hasRRsetTTLs: Bool) throws {
        var random = SplitMix(seed: 2136)
        for round in 0..<400 {
            var scene = try PlannerScene(Self.zone(&random))
            scene.context.messageLimit = [250, 600, 60_000][Int.random(in: 0..<3, using: &random)]
            let action = Self.action(&random)
            let subjects = scene.allSubjects.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            guard let plan = try? scene.plan(action, subjects) else { continue }
            let old = ModelZone(hasRRsetTTLs: hasRRsetTTLs, records: Self.records(of: scene))
            var zone = old
            for update in plan.updates { zone = try #require(zone.after(Self.sent(update.request)), "round \(round)") }
            #expect(zone.records == Self.wanted(action, scene, subjects), "round \(round): \(action)")
            // Nothing is done twice: what has changed something no longer meets what it asks for.
            for update in plan.updates where !update.request.inverse(given: update.before).changes.isEmpty {
                let again = zone.after(update.request)
                let isRenewal = if case .renew = action { true } else { false }
                #expect(again == nil || isRenewal && again == zone, "round \(round): \(action)")
            }
            for update in plan.updates.reversed() {
                zone = try #require(
                    zone.after(Self.sent(update.request.inverse(given: update.before))), "round \(round)")
            }
            #expect(zone == old, "round \(round): the inverse of \(action)")
        }
    }

    @Test("the undo that is planned from the journal brings the old zone back, and its redo the new one")
    func undo() throws {
        var random = SplitMix(seed: 42)
        var undone = 0
        for round in 0..<200 {
            var scene = try PlannerScene(Self.zone(&random))
            scene.context.messageLimit = [250, 60_000][Int.random(in: 0..<2, using: &random)]
            let subjects = scene.allSubjects.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            guard let plan = try? scene.plan(Self.action(&random), subjects), plan.entry().isUndoable else { continue }
            let old = ModelZone(hasRRsetTTLs: true, records: Self.records(of: scene))
            var zone = old
            for update in plan.updates { zone = try #require(zone.after(update.request)) }
            let new = zone
            scene.snapshot = try scene.later(Self.text(of: zone))
            let undo = try scene.plan(.undo(nil), reversing: plan.entry())
            for update in undo.updates { zone = try #require(zone.after(Self.sent(update.request)), "round \(round)") }
            #expect(zone == old, "round \(round)")
            scene.snapshot = try scene.later(Self.text(of: zone))
            let redo = try scene.plan(.redo, reversing: undo.entry(2))
            for update in redo.updates { zone = try #require(zone.after(Self.sent(update.request)), "round \(round)") }
            #expect(zone == new, "round \(round)")
            undone += 1
        }
        #expect(undone > 50)
    }

    // MARK: - Zones and wishes

    private static func zone(_ random: inout SplitMix) -> String {
        var lines: [String] = []
        for service in 0..<Int.random(in: 1...3, using: &random) {
            let ttl = [5, 60, 3600][Int.random(in: 0..<3, using: &random)]
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                lines.append("_s\(service)._tcp \(ttl) SRV \(location(&random))")
            }
        }
        for service in 0..<Int.random(in: 0...2, using: &random) {
            let ttl = [5, 60, 3600][Int.random(in: 0..<3, using: &random)]
            for label in 0..<Int.random(in: 1...4, using: &random) {
                let owner = "i\(label)._d\(service)._udp"
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    lines.append("\(owner) \(ttl) SRV \(location(&random))")
                }
                if Bool.random(using: &random) { lines.append("\(owner) 30 TXT \"k=\(label)\"") }
                if label > 0 || Bool.random(using: &random) { lines.append("_d\(service)._udp 90 PTR \(owner)") }
                if label == 0 { lines.append("_c._sub._d\(service)._udp 90 PTR \(owner)") }
            }
        }
        lines += (0..<4).map { "h\($0) 60 A 192.0.2.\($0)" }
        var seen = Set<String>()
        return lines.filter { seen.insert($0).inserted }.joined(separator: "\n")
    }

    private static func location(_ random: inout SplitMix) -> String {
        "\(Int.random(in: 0...1, using: &random)) \(Int.random(in: 0...3, using: &random)) "
            + "\(Int.random(in: 1...9, using: &random)) h\(Int.random(in: 0...3, using: &random))"
    }

    private static func action(_ random: inout SplitMix) -> AdminAction {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: .withdraw
        case 1: .renew(ttl: nil)
        case 2: .renew(ttl: 77)
        case 3: .drain
        case 4: .weight(9)
        default: .priority(9)
        }
    }

    private static func records(of scene: PlannerScene) -> Set<ModelZone.Record> {
        let catalog = scene.snapshot.zones[0].catalog
        var records: Set<ModelZone.Record> = []
        let names =
            ["_s0._tcp", "_s1._tcp", "_s2._tcp"]
            + (0..<2).flatMap { d in ["_d\(d)._udp", "_c._sub._d\(d)._udp"] + (0..<4).map { "i\($0)._d\(d)._udp" } }
            + (0..<4).map { "h\($0)" }
        for name in names {
            guard let name = try? DomainName(name, origin: Catalog.origin) else { continue }
            for type in [RecordType.srv, .ptr, .txt, .a] {
                for record in catalog.records(RRsetKey(name, type)) {
                    records.insert(ModelZone.Record(name: record.name, ttl: record.ttl, data: record.data))
                }
            }
        }
        return records
    }

    private static func text(of zone: ModelZone) -> String {
        zone.records.map { "\($0.name) \($0.ttl) \($0.data.type) \($0.data)" }.sorted().joined(separator: "\n")
    }

    /// What arrives: written to bytes and read from them again.
    private static func sent(_ request: UpdateRequest) throws -> UpdateRequest {
        try UpdateRequest(Message(decoding: request.encoded(id: 1)))
    }

    private static func wanted(
        _ action: AdminAction, _ scene: PlannerScene, _ subjects: [PlanRequest.Subject]
    ) -> Set<ModelZone.Record> {
        let catalog = scene.snapshot.zones[0].catalog
        var records = records(of: scene)
        var chosen: Set<ModelZone.Record> = []
        for subject in subjects {
            let data = RecordData.srv(catalog.serviceLocation(of: subject.instance))
            let owner = catalog.owner(of: subject.instance)
            chosen.formUnion(records.filter { $0.name == owner && $0.data == data })
        }
        let owners = Set(chosen.map(\.name))
        let isDiscovered = { (name: DomainName) in name.firstLabel.starts(with: Array("i".utf8)) }
        switch action {
        case .withdraw:
            records.subtract(chosen)
            for owner in owners where isDiscovered(owner) {
                if records.contains(where: { $0.name == owner && $0.data.type == .srv }) { continue }
                records = records.filter { $0.data != .ptr(owner) && ($0.name != owner || $0.data.type != .txt) }
            }
        case .renew(let ttl?):
            records = Set(
                records.map { record in
                    let isMeant =
                        owners.contains(record.name)
                        && (record.data.type == .srv || record.data.type == .txt && isDiscovered(record.name))
                    return isMeant ? ModelZone.Record(name: record.name, ttl: ttl, data: record.data) : record
                })
        case .drain, .weight, .priority:
            records.subtract(chosen)
            for record in chosen {
                guard case .srv(var location) = record.data else { continue }
                switch action {
                case .weight(let weight): location.weight = weight
                case .priority(let priority): location.priority = priority
                default: location.weight = 0
                }
                records.insert(ModelZone.Record(name: record.name, ttl: record.ttl, data: .srv(location)))
            }
        case .renew(nil), .undo, .redo, .start: break
        }
        return records
    }
}

extension PlannerScene {
    fileprivate var allSubjects: [PlanRequest.Subject] {
        var found: [PlanRequest.Subject] = []
        snapshot.zones[0].catalog.forEachInstance { found.append(PlanRequest.Subject(zone: 0, instance: $0)) }
        return found
    }
}

extension DomainName {
    fileprivate var firstLabel: ArraySlice<UInt8> {
        var labels = labels
        return labels.next() ?? []
    }
}

/// Steele, Lea and Flood's generator: the same seed gives the same zones.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
