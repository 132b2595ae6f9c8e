import DNSCore
import ServiceCatalog

/// What `check` counts, over all zones.
struct ProblemTally {
    private(set) var counts = StatusCounts()
    private(set) var serviceCount = 0
    /// Services that offer instances of which none serves and at least one has a problem.
    private(set) var lostServices: [DomainName] = []
    /// The first few instances with a problem, in words.
    private(set) var examples: [String] = []

    private static let exampleCount = 3

    init(_ snapshot: Snapshot, where isIncluded: InstancePredicate?) {
        for zone in snapshot.zones {
            for service in zone.catalog.servicesByName { add(service, of: zone, at: snapshot.at, where: isIncluded) }
        }
    }

    var total: Int { counts.registered }

    var problems: Int { Status.allCases.reduce(0) { $0 + ($1.isProblem ? counts[$1] : 0) } }

    /// Whether not one instance could be looked at.
    var isNothingKnown: Bool { counts[.unknown] == total }

    private mutating func add(
        _ service: ServiceID, of zone: ZoneSnapshot, at now: Timestamp, where isIncluded: InstancePredicate?
    ) {
        var (isIncludedAtAll, serves, hasProblem) = (false, false, false)
        zone.catalog.forEachInstance(of: service) { id in
            guard isIncluded?(zone, id) ?? true else { return }
            let health = zone.health(of: id, at: now)
            counts[health.status] += 1
            isIncludedAtAll = true
            serves = serves || health.serves
            hasProblem = hasProblem || health.status.isProblem
        }
        serviceCount += isIncludedAtAll ? 1 : 0
        guard hasProblem else { return }
        if !serves { lostServices.append(zone.catalog.name(of: service)) }
        addExamples(of: service, of: zone, at: now, where: isIncluded)
    }

    private mutating func addExamples(
        of service: ServiceID, of zone: ZoneSnapshot, at now: Timestamp, where isIncluded: InstancePredicate?
    ) {
        guard examples.count < Self.exampleCount else { return }
        for id in zone.sortedInstances(of: service) where isIncluded?(zone, id) ?? true {
            let health = zone.health(of: id, at: now)
            guard health.status.isProblem else { continue }
            examples.append(Self.example(id, health, zone))
            if examples.count == Self.exampleCount { return }
        }
    }

    private static func example(_ id: InstanceID, _ health: Health, _ zone: ZoneSnapshot) -> String {
        let instance = zone.catalog.instance(id)
        let words = zone.reason(of: id, health)
        let reason = words.isEmpty ? "" : " (\(words))"
        return "\(instance.title(relativeTo: zone.name)) of \(instance.service) is \(health.status)\(reason)"
    }
}

extension ProblemTally: CustomStringConvertible {
    var description: String {
        guard problems > 0 else { return "\(instances) of \(services): \(states { !$0.isProblem })" }
        var text =
            "\(problems) of \(instances) \(problems == 1 ? "has" : "have") a problem (\(states { $0.isProblem }))"
        if !lostServices.isEmpty { text += ", \(lostServices.count) of \(services) lost" }
        text += ": " + examples.joined(separator: ", ")
        return problems > examples.count ? text + " and \(problems - examples.count) more" : text
    }

    private var instances: String { counted(total, "instance") }
    private var services: String { counted(serviceCount, "service") }

    private func states(where isMeant: (Status) -> Bool) -> String {
        Status.allCases.filter { isMeant($0) && counts[$0] > 0 }.map { "\(counts[$0]) \($0)" }.joined(separator: ", ")
    }
}
