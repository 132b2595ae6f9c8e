import DNSCore

/// How some RRsets of a zone are to be, and what makes them so.
protocol ZoneAim: Sendable {
    /// What has to be looked at.
    var keys: [RRsetKey] { get }

    /// The changes that are missing, in their order; none where all is as it should be.
    func changes(in view: ZoneView) -> [UpdateRequest.Change]

    /// Whether everything is there that has to be, however it came there.
    func isReached(in view: ZoneView) -> Bool
}

extension ZoneAim {
    /// One update that does all that is missing, if the SRV records that it is about are still what they were.
    /// - Parameter isGuarded: false for one that is to be carried out whatever others have done meanwhile: it names none of
    ///   their records.
    /// - Returns: nil where nothing is missing.
    func request(for view: ZoneView, isGuarded: Bool = true) -> UpdateRequest? {
        let changes = changes(in: view)
        guard !changes.isEmpty else { return nil }
        var request = UpdateRequest(zone: view.zone, changes: changes)
        if isGuarded {
            request.prerequisites = request.changedRRsets.filter { $0.type == .srv }.map(view.records.prerequisite)
        }
        return request
    }
}
