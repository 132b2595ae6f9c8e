import DNSCore
import ServiceCatalog
import ServiceProbing

/// An instance of one of the zones that are followed.
struct InstanceKey: Hashable, Sendable {
    var zone: UInt32
    var instance: InstanceID
}

/// Every distinct endpoint once, what its probes add up to, and which instances lie there.
struct EndpointTable {
    struct Row {
        var endpoint: Endpoint
        var kind: ProbeKind
        var expectsOwner = false
        var state = EndpointState()
        var firstLink: UInt32 = .max
    }

    /// Ties an instance to one of its endpoints; a member of a list on either side.
    private struct Link {
        var endpoint: UInt32
        var key: InstanceKey
        var nextOfEndpoint: UInt32 = .max
        var previousOfEndpoint: UInt32 = .max
        var nextOfInstance: UInt32 = .max
        var previousOfInstance: UInt32 = .max
    }

    private var rows: [Row] = []
    private var numbers: [Endpoint: UInt32] = [:]
    private var freeRows: [UInt32] = []
    private var links: [Link] = []
    private var freeLinks: [UInt32] = []
    /// The first link of each instance, by zone.
    private var firstLinks: [[UInt32]] = []

    var count: Int { numbers.count }

    var numbersInUse: [UInt32] { Array(numbers.values) }

    subscript(number: UInt32) -> Row { rows[Int(number)] }

    /// Notes a probe's result. False for an endpoint that is not there any more.
    mutating func note(_ report: ProbeReport) -> Bool {
        guard numbers[report.endpoint] == report.id else { return false }
        var state = EndpointState(report)
        // What failed says nothing of how long an answer takes.
        if report.observation.failure != .none { state.roundTrip = rows[Int(report.id)].state.roundTrip }
        rows[Int(report.id)].state = state
        return true
    }

    /// What a change of an instance's endpoints asks of the prober.
    struct Change {
        /// Endpoints that are new.
        var new: [UInt32] = []
        /// Endpoints at which the instance lay before, or at which others lie too.
        var others: [UInt32] = []
        /// Endpoints at which nothing lies any more.
        var orphans: [UInt32] = []
    }

    /// Puts an instance at just these endpoints. Those that stay keep what is known of them.
    mutating func put(_ key: InstanceKey, at endpoints: Set<Endpoint>, _ request: ProbeRequest) -> Change {
        var change = Change()
        var missing = endpoints
        var superfluous: [UInt32] = []
        forEachLink(of: key) { link in
            let number = links[Int(link)].endpoint
            if missing.remove(rows[Int(number)].endpoint) == nil {
                superfluous.append(link)
            } else {
                change.others.append(number)
            }
        }
        for endpoint in missing {
            let (number, isNew) = link(key, to: endpoint, request)
            if isNew { change.new.append(number) } else { change.others.append(number) }
        }
        for link in superfluous {
            let number = links[Int(link)].endpoint
            if unlink(link) { change.orphans.append(number) } else { change.others.append(number) }
        }
        return change
    }

    /// Notes how an endpoint is asked. False where that is as it was.
    mutating func set(_ request: ProbeRequest, at number: UInt32) -> Bool {
        let row = rows[Int(number)]
        guard row.kind != request.kind || row.expectsOwner != request.expectsOwner else { return false }
        rows[Int(number)].kind = request.kind
        rows[Int(number)].expectsOwner = request.expectsOwner
        return true
    }

    private mutating func link(
        _ key: InstanceKey, to endpoint: Endpoint, _ request: ProbeRequest
    ) -> (UInt32, isNew: Bool) {
        let (number, isNew) = number(of: endpoint, request)
        reserve(key)
        let next = rows[Int(number)].firstLink
        let first = firstLink(of: key)
        let link = takeLink(Link(endpoint: number, key: key, nextOfEndpoint: next, nextOfInstance: first))
        if next != .max { links[Int(next)].previousOfEndpoint = link }
        if first != .max { links[Int(first)].previousOfInstance = link }
        rows[Int(number)].firstLink = link
        firstLinks[Int(key.zone)][Int(key.instance.rawValue)] = link
        return (number, isNew)
    }

    /// Cuts one tie; returns whether it was the endpoint's last.
    private mutating func unlink(_ link: UInt32) -> Bool {
        let cut = links[Int(link)]
        if cut.nextOfEndpoint != .max { links[Int(cut.nextOfEndpoint)].previousOfEndpoint = cut.previousOfEndpoint }
        if cut.previousOfEndpoint != .max {
            links[Int(cut.previousOfEndpoint)].nextOfEndpoint = cut.nextOfEndpoint
        } else {
            rows[Int(cut.endpoint)].firstLink = cut.nextOfEndpoint
        }
        if cut.nextOfInstance != .max { links[Int(cut.nextOfInstance)].previousOfInstance = cut.previousOfInstance }
        if cut.previousOfInstance != .max {
            links[Int(cut.previousOfInstance)].nextOfInstance = cut.nextOfInstance
        } else {
            firstLinks[Int(cut.key.zone)][Int(cut.key.instance.rawValue)] = cut.nextOfInstance
        }
        freeLinks.append(link)
        guard rows[Int(cut.endpoint)].firstLink == .max else { return false }
        numbers[rows[Int(cut.endpoint)].endpoint] = nil
        freeRows.append(cut.endpoint)
        return true
    }

    private func forEachLink(of key: InstanceKey, _ body: (UInt32) -> Void) {
        var link = firstLink(of: key)
        while link != .max {
            body(link)
            link = links[Int(link)].nextOfInstance
        }
    }

    func forEachInstance(at number: UInt32, _ body: (InstanceKey) -> Void) {
        var link = rows[Int(number)].firstLink
        while link != .max {
            body(links[Int(link)].key)
            link = links[Int(link)].nextOfEndpoint
        }
    }

    func forEachEndpoint(of key: InstanceKey, _ body: (UInt32, Row) -> Void) {
        forEachLink(of: key) { link in
            body(links[Int(link)].endpoint, rows[Int(links[Int(link)].endpoint)])
        }
    }

    func forEachRow(_ body: (UInt32, Row) -> Void) {
        for (number, row) in rows.enumerated() where row.firstLink != .max { body(UInt32(number), row) }
    }

    // MARK: - Numbers and links

    private mutating func number(of endpoint: Endpoint, _ request: ProbeRequest) -> (UInt32, isNew: Bool) {
        if let known = numbers[endpoint] { return (known, false) }
        let row = Row(endpoint: endpoint, kind: request.kind, expectsOwner: request.expectsOwner)
        let number: UInt32
        if let free = freeRows.popLast() {
            number = free
            rows[Int(free)] = row
        } else {
            number = UInt32(rows.count)
            rows.append(row)
        }
        numbers[endpoint] = number
        return (number, true)
    }

    private func firstLink(of key: InstanceKey) -> UInt32 {
        guard Int(key.zone) < firstLinks.count, Int(key.instance.rawValue) < firstLinks[Int(key.zone)].count else {
            return .max
        }
        return firstLinks[Int(key.zone)][Int(key.instance.rawValue)]
    }

    private mutating func reserve(_ key: InstanceKey) {
        while firstLinks.count <= Int(key.zone) { firstLinks.append([]) }
        let missing = Int(key.instance.rawValue) + 1 - firstLinks[Int(key.zone)].count
        if missing > 0 { firstLinks[Int(key.zone)].append(contentsOf: repeatElement(.max, count: missing)) }
    }

    private mutating func takeLink(_ link: Link) -> UInt32 {
        if let free = freeLinks.popLast() {
            links[Int(free)] = link
            return free
        }
        links.append(link)
        return UInt32(links.count - 1)
    }
}

/// What the probes of one endpoint add up to.
struct EndpointState: Hashable, Sendable {
    var verdict = Verdict.unknown
    var failure = Reason.notProbed
    var isFlapping = false
    var isSlow = false
    /// Microseconds; of the last answer.
    var roundTrip: UInt32 = 0
    var since = Timestamp.distantPast
    var checkedAt = Timestamp.distantPast

    init() {}
}

extension EndpointState {
    init(_ report: ProbeReport) {
        // Of another host's nothing has been seen, whatever was known while it was this one's.
        verdict = report.observation.failure == .notWoken ? .unknown : report.verdict
        failure = report.observation.failure
        isFlapping = report.isFlapping
        isSlow = report.isSlow
        roundTrip = report.observation.phases.total
        since = report.verdictSince
        checkedAt = report.observation.at
    }
}
