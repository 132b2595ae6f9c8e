/// What is known of one instance, kept for every instance of a zone.
package struct Health: Hashable, Sendable {
    package var status: Status
    package var reason: Reason
    /// Microseconds of the last probe that answered; 0 while none has.
    package var roundTrip: UInt32
    /// Since when the status has been what it is.
    package var since: Timestamp
    /// When the last probe came back; `distantPast` while none has.
    package var checkedAt: Timestamp

    package init(
        status: Status, reason: Reason, roundTrip: UInt32 = 0, since: Timestamp, checkedAt: Timestamp = .distantPast
    ) {
        self.status = status
        self.reason = reason
        self.roundTrip = roundTrip
        self.since = since
        self.checkedAt = checkedAt
    }

    /// Whether a client that chose the instance now would be served, as far as is known. What fails and has never answered
    /// serves nobody, though it is not down yet.
    package var serves: Bool { status.serves && (status != .suspect || roundTrip > 0) }

    /// Whether nothing but what was measured is different.
    package func isSameVerdict(as other: Health) -> Bool {
        status == other.status && reason == other.reason && since == other.since && serves == other.serves
    }

    package static let unknown = Health(status: .unknown, reason: .notProbed, since: .distantPast)
    /// Of what nobody is going to probe.
    package static let unprobed = Health(status: .unknown, reason: .probingOff, since: .distantPast)
}

/// The health of a zone's instances, with the sums by service and in all kept up to date as single ones change.
package struct HealthTable: Sendable {
    /// Instances of one service by status.
    struct Tally: Sendable {
        var counts = InlineArray<12, UInt32>(repeating: 0)

        var worst: Status? { Status.allCases.first { counts[Int($0.rawValue)] > 0 } }
    }

    private var instances: SparseArray<Health>
    /// One more than the largest number of an instance in it.
    private var capacity = 0
    private var tallies = ChunkedArray<Tally>()
    package private(set) var counts = StatusCounts()

    package init() { instances = SparseArray(usual: .unknown) }

    /// Nothing is known yet of any of a catalog's instances.
    /// - Parameter health: what is said of them all for that.
    package init(ofUnknown catalog: Catalog, as health: Health = .unknown) {
        instances = SparseArray(usual: health)
        capacity = catalog.instanceCapacity
        for number in 0..<catalog.serviceCapacity {
            let service = ServiceID(rawValue: UInt32(number))
            tally(health.status, service, by: catalog.instanceCount(of: service))
        }
    }

    package subscript(instance: InstanceID) -> Health { instances[instance.row.index] }

    /// The worst status among a service's instances; nil for one that has none.
    package func worst(of service: ServiceID) -> Status? {
        service.index < tallies.count ? tallies[service.index].worst : nil
    }

    package func count(of status: Status, in service: ServiceID) -> Int {
        service.index < tallies.count ? Int(tallies[service.index].counts[Int(status.rawValue)]) : 0
    }

    /// An instance that was not there before.
    package mutating func insert(_ instance: InstanceID, of service: ServiceID, _ health: Health) {
        capacity = max(capacity, instance.row.index + 1)
        instances[instance.row.index] = health
        tally(health.status, service, by: 1)
    }

    package mutating func update(_ instance: InstanceID, of service: ServiceID, _ health: Health) {
        guard instance.row.index < capacity else { return insert(instance, of: service, health) }
        let old = instances[instance.row.index].status
        instances[instance.row.index] = health
        guard old != health.status else { return }
        tally(old, service, by: -1)
        tally(health.status, service, by: 1)
    }

    /// An instance that is not counted any more.
    package mutating func remove(_ instance: InstanceID, of service: ServiceID) {
        tally(instances[instance.row.index].status, service, by: -1)
        instances[instance.row.index] = instances.usual
    }

    private mutating func tally(_ status: Status, _ service: ServiceID, by change: Int) {
        counts[status] += change
        while tallies.count <= service.index { tallies.append(Tally()) }
        let slot = Int(status.rawValue)
        let count = Int(tallies[service.index].counts[slot]) + change
        tallies[service.index].counts[slot] = UInt32(clamping: count)
    }
}
