import DNSCore
import ServiceCatalog

/// The records that an action is about, as the screen showed them when it was asked for. Held by value: what happens to
/// the rows afterwards changes nothing.
struct ActionTarget: Sendable {
    let snapshot: Snapshot
    let subjects: [PlanRequest.Subject]
    /// How many of them are marked, but not to be seen.
    let hiddenCount: Int

    func request(_ action: AdminAction) -> PlanRequest {
        PlanRequest(action, snapshot, subjects: subjects, hiddenCount: hiddenCount)
    }

    /// `dc1:389 of _ldap._tcp`, `5 records`
    var title: String {
        guard let subject = subjects.first, subjects.count == 1 else {
            let hidden = hiddenCount > 0 ? ", \(Numbers.grouped(hiddenCount)) of them hidden" : ""
            return Numbers.counted(subjects.count, "record") + hidden
        }
        let catalog = snapshot.zones[subject.zone].catalog
        let service = catalog.name(of: catalog.service(of: subject.instance)).shown(within: catalog.apex)
        return "\(catalog.title(of: subject.instance)) of \(service)"
    }

    /// Whether a stand-in holds any of them.
    var isHeld: Bool { subjects.contains { snapshot.zones[$0.zone].holdings[$0.instance] != nil } }

    /// The records with all that belongs to them, at most so many.
    func instances(first limit: Int) -> [Instance] {
        subjects.prefix(limit).map {
            snapshot.zones[$0.zone].catalog.instance($0.instance, lookingAt: Self.mostRecords)
        }
    }

    private static let mostRecords = 2000
}

extension DashboardState {
    /// What is marked, else what is under the cursor; nil where there is nothing that could be changed.
    var actionTarget: ActionTarget? {
        let (subjects, hiddenCount) = actionSubjects
        guard !subjects.isEmpty else { return nil }
        return ActionTarget(snapshot: arrangement.basis, subjects: subjects, hiddenCount: hiddenCount)
    }
}
