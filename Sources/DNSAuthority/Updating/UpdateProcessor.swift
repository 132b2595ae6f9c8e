import DNSCore

/// What a server does with an UPDATE (RFC 2136 sections 3.1 to 3.6), as far as it is a matter of values: nothing is read
/// but the request and the zone, and the zone changes wholly or not at all.
///
/// The order is zone, permission, prerequisites, changes. Permission comes before prerequisites, whose answers tell what is
/// in the zone. The prescan of section 3.4.1 is done: it is what makes a message an `UpdateRequest`.
package struct UpdateProcessor: Sendable {
    private let request: UpdateRequest
    private let permission: UpdatePermission
    private let limits: ZoneLimits

    package init(_ request: UpdateRequest, permission: UpdatePermission, limits: ZoneLimits = ZoneLimits()) {
        self.request = request
        self.permission = permission
        self.limits = limits
    }

    /// - Returns: nil when the zone is what it was: then its serial is, too.
    package func run(on contents: inout ZoneContents) throws(UpdateRefusal) -> ZoneChange? {
        try checkZone(contents)
        try checkPermission()
        try contents.check(request.prerequisites)
        var draft = UpdateDraft(request.changes, of: contents)
        for change in request.changes { draft.carryOut(change) }
        guard let change = try draft.finish() else { return nil }
        try draft.check(limits, permission, in: contents)
        draft.apply(to: &contents)
        return change
    }

    /// Section 3.1. Names in the zone of leases are not this zone's, though they lie below its apex.
    private func checkZone(_ contents: ZoneContents) throws(UpdateRefusal) {
        guard request.zone == contents.apex, request.recordClass == .in else {
            throw UpdateRefusal(.notAuth, "\(request.zone) \(request.recordClass) is not served")
        }
        guard let leases = LeaseZone.apex(of: contents.apex) else { return }
        for name in request.prerequisites.map(\.name) + request.changes.map(\.name)
        where name.isEqualOrBelow(leases) {
            throw UpdateRefusal(.notZone, "\(name) is for the server alone to write")
        }
    }

    /// Section 3.3.
    private func checkPermission() throws(UpdateRefusal) {
        for prerequisite in request.prerequisites {
            if let refusal = permission.refusal(of: prerequisite) { throw refusal }
        }
        for change in request.changes { if let refusal = permission.refusal(of: change) { throw refusal } }
    }
}
