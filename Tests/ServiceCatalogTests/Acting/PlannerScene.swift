import DNSCore

@testable import ServiceCatalog

/// A zone whose instances have a known status, and plans made from it.
struct PlannerScene {
    static let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    var snapshot: Snapshot
    var context: ActingContext

    /// - Parameters:
    ///   - zone: lines of `svc.test.`, as `ZoneText` takes them.
    ///   - down: ports of instances that are down; all others are up.
    init(_ zone: String, down: Set<UInt16> = [], keys: [UpdateKey] = [.all]) throws {
        snapshot = Snapshot(at: Self.now, zones: [try Self.zone(zone, down: down)])
        context = ActingContext(zones: [Catalog.origin: ActingContext.Zone(server: "ns1:53", keys: keys)])
    }

    static func zone(_ text: String, down: Set<UInt16> = []) throws -> ZoneSnapshot {
        let catalog = try Catalog.loaded(text)
        var freshness = ZoneFreshness(server: "ns1:53")
        freshness.method = .axfr
        freshness.confirmedAt = now
        var zone = ZoneSnapshot(catalog: catalog, table: HealthTable(ofUnknown: catalog), freshness: freshness)
        catalog.forEachInstance { instance in
            let status: Status = down.contains(catalog.location(of: instance).port) ? .down : .up
            zone.table.update(
                instance, of: catalog.service(of: instance), Health(status: status, reason: .none, since: now))
        }
        return zone
    }

    /// The instances with these ports, in this order.
    func subjects(_ ports: UInt16...) -> [PlanRequest.Subject] {
        ports.flatMap { port in
            var found: [PlanRequest.Subject] = []
            snapshot.zones[0].catalog.forEachInstance { instance in
                if snapshot.zones[0].catalog.location(of: instance).port == port {
                    found.append(PlanRequest.Subject(zone: 0, instance: instance))
                }
            }
            return found
        }
    }

    func plan(
        _ action: AdminAction, _ subjects: [PlanRequest.Subject] = [], hidden: Int = 0, latest: Snapshot? = nil,
        reversing entry: JournalEntry? = nil, after: Duration = .zero
    ) throws(PlanRefusal) -> Plan {
        try Planner(context).plan(
            PlanRequest(action, snapshot, subjects: subjects, hiddenCount: hidden), latest: latest, reversing: entry,
            at: Self.now.advanced(by: after)
        ).get()
    }

    func refusal(
        _ action: AdminAction, _ subjects: [PlanRequest.Subject] = [], latest: Snapshot? = nil,
        reversing entry: JournalEntry? = nil, after: Duration = .zero
    ) -> String {
        do throws(PlanRefusal) {
            _ = try plan(action, subjects, latest: latest, reversing: entry, after: after)
            return "no refusal"
        } catch {
            return error.description
        }
    }

    /// The zone of `svc.test.` with other text, as it would be known a moment later.
    func later(_ zone: String) throws -> Snapshot {
        Snapshot(at: Self.now, zones: [try Self.zone(zone)])
    }
}

extension UpdateKey {
    static let all = UpdateKey((try? DomainName("admin")) ?? .root)
}

extension Plan {
    /// What nsupdate would be given for all of it.
    var script: String { updates.map(\.request.description).joined(separator: "\n--\n") }

    /// The journal's entry once all of it has been carried out.
    func entry(_ number: Int64 = 1, done: Int? = nil) -> JournalEntry {
        let updates = finalUpdates
        let draft = JournalDraft(
            at: PlannerScene.now, action: action, user: "admin", lines: lines, updates: updates,
            inverses: updates.map { $0.request.inverse(given: $0.before) }, reverses: reverses)
        return JournalEntry(number: number, draft, state: .done, updatesDone: done ?? updates.count)
    }
}
