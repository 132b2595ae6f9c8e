/// What a zone's instances were before they became what they are: who served when. What they are now stands in the zone's
/// `HealthTable`; an instance that has never changed takes no room here.
package struct Chronicle: Sendable {
    /// Of one instance: of one that changes all the time the oldest are forgotten.
    package static let mostPeriods = 40
    /// Instances of a zone that have changed at all; more leave no trace.
    package static let mostInstances = 1 << 16
    private static let mostRecent = 512
    private static let mostDeparted = 256

    private var periods = InstanceLists<StatusPeriod>()
    /// Whose status has changed, the latest last; one may come up more than once.
    package private(set) var recent: [InstanceID] = []
    package private(set) var departed: [DepartedInstance] = []

    package init() {}

    /// The periods that are over, oldest first.
    package subscript(instance: InstanceID) -> [StatusPeriod] { periods[instance] }

    /// An instance has stopped to be what it was. What it was before anybody had looked is not kept.
    package mutating func end(_ period: StatusPeriod, of instance: InstanceID) {
        let isFirstLook = period.status == .unknown && periods[instance].isEmpty
        guard period.since != .distantPast, !isFirstLook,
            !periods.isFull(for: instance, limit: Self.mostInstances)
        else { return }
        periods.change(instance) { periods in
            periods.append(period)
            if periods.count > Self.mostPeriods { periods.removeFirst(periods.count - Self.mostPeriods) }
        }
        recent.append(instance)
        if recent.count > Self.mostRecent * 2 { recent.removeFirst(Self.mostRecent) }
    }

    /// Puts what is known from before the start ahead of what has been seen since.
    /// - Parameter past: oldest first.
    package mutating func recall(_ past: [StatusPeriod], of instance: InstanceID) {
        guard !past.isEmpty, !periods.isFull(for: instance, limit: Self.mostInstances) else { return }
        periods.change(instance) { $0 = (past + $0).suffix(Self.mostPeriods) }
    }

    package mutating func move(_ old: InstanceID, to new: InstanceID) {
        guard old != new else { return }
        periods.move(old, to: new)
        for index in recent.indices where recent[index] == old { recent[index] = new }
    }

    /// An instance's number is going to mean something else.
    package mutating func depart(_ instance: DepartedInstance, _ id: InstanceID) {
        periods.remove(id)
        recent.removeAll { $0 == id }
        departed.append(instance)
        if departed.count > Self.mostDeparted { departed.removeFirst(departed.count - Self.mostDeparted) }
    }

    package mutating func remove(_ instance: InstanceID) {
        periods.remove(instance)
        recent.removeAll { $0 == instance }
    }
}
