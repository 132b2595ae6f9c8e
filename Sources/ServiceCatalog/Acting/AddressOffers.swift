import DNSCore

/// Addresses that nothing leads to any more once a plan is carried out: offered, never taken by themselves.
struct AddressOffers {
    private let sketch: PlanSketch
    private let context: ActingContext

    init(_ sketch: PlanSketch, _ context: ActingContext) {
        self.sketch = sketch
        self.context = context
    }

    func offers(for updates: [Plan.Update]) -> [Plan.Offer] {
        var seen = Set<DomainName>()
        return sketch.subjects.compactMap { subject in
            guard subject.after == nil, let target = subject.before?.target, seen.insert(target).inserted else {
                return nil
            }
            return offer(target, of: subject.zone, updates)
        }
    }

    private func offer(_ target: DomainName, of zone: Int, _ updates: [Plan.Update]) -> Plan.Offer? {
        let snapshot = sketch.snapshot.zones[zone]
        // Where only some names are known, what else leads to an address is not.
        guard snapshot.freshness.method != .queries, target != snapshot.name, target.isEqualOrBelow(snapshot.name),
            !snapshot.catalog.isReferredTo(target, besidesInstances: sketch.leaving[zone] ?? []),
            let update = update(of: snapshot.name, thatMayChange: target, updates)
        else { return nil }
        let keys = [RRsetKey(target, .a), RRsetKey(target, .aaaa)].filter { !snapshot.catalog.records($0).isEmpty }
        let records = keys.flatMap { snapshot.catalog.records($0) }
        guard !records.isEmpty else { return nil }
        let known = RRsets(records)
        let addresses = records.map { "\($0.data)" }.joined(separator: ", ")
        return Plan.Offer(
            "also the address of \(target.withoutFinalDot) (\(addresses)): no other SRV, PTR, CNAME or NS record of the zone leads there",
            update: update, prerequisites: keys.map { known.prerequisite($0) },
            changes: records.map { .delete($0.name, $0.data) }, before: records)
    }

    private func update(of zone: DomainName, thatMayChange name: DomainName, _ updates: [Plan.Update]) -> Int? {
        let keys = context.zones[zone]?.keys ?? []
        return updates.lastIndex { update in
            guard update.request.zone == zone else { return false }
            return update.key == nil
                || keys.contains { $0.name.description == update.key && $0.closeness(to: name) != nil }
        }
    }
}
