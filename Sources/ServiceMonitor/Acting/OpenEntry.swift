import DNSClient
import DNSCore
import ServiceCatalog

/// An entry of the journal of which it is not known what came: svctop ended before the answer, or there was none. The zone
/// tells.
struct OpenEntry {
    /// What a zone shows of one update.
    enum Finding: Hashable {
        case done
        case notDone
        /// A renewal that leaves no trace.
        case invisible
        /// Neither as before nor as after it.
        case changedSince(String)
        case unreadable
    }

    let entry: JournalEntry
    /// In the order of the updates, up to the first that is not `done`.
    let findings: [Finding]

    private var doneCount: Int { findings.prefix { $0 == .done }.count }
    private var count: Int { entry.draft.updates.count }

    /// What can be said now; nil while it has to stay open.
    /// - Parameter isOld: nothing that was sent then can still arrive.
    func outcome(isOld: Bool) -> PlanOutcome? {
        let some = doneCount > 0 ? "\(doneCount) of \(count) updates were carried out; then: " : ""
        switch findings.last {
        case .done? where doneCount == count:
            return PlanOutcome(.done, "found done: the zone shows that it was carried out")
        case .notDone? where isOld:
            return PlanOutcome(.refused, "\(some)it was never carried out: the zone is as it was before")
        case .invisible? where isOld:
            return PlanOutcome(.refused, "\(some)whether the renewal arrived cannot be seen: renew again")
        case .changedSince(let text)?:
            return PlanOutcome(.overtaken, "\(some)the records have been changed since, so it cannot be told. \(text)")
        default: return nil
        }
    }

    /// How many updates are sure to have been carried out.
    var updatesDone: Int { doneCount }
}

extension OpenEntry.Finding {
    init(_ request: UpdateRequest, _ readBack: Result<ReadBack, ClientError>) {
        guard case .success(let zone) = readBack else {
            self = .unreadable
            return
        }
        switch (zone.fulfils(request), zone.satisfiesPrerequisites(of: request)) {
        case (true, false): self = .done
        case (false, true): self = .notDone
        case (true, true): self = .invisible
        case (false, false):
            let difference = zone.firstDifference(from: request)
            self = .changedSince(difference.map { "\($0.key): \(RRsetText($0.records))" } ?? "")
        }
    }
}
