import DNSCore
import ServiceCatalog

/// What a line of a test's zone says of an instance's past: its latest round trips in milliseconds, `!` for a lost probe, and
/// what it was for how long before it became what it is.
///
///     rtts=12*8,14,!,! was=up/41d,suspect/20s
struct TestPast {
    private var results: [Double?] = []
    private var periods: [(Status, Duration)] = []

    static func isAbout(_ word: String) -> Bool { word.hasPrefix("rtts=") || word.hasPrefix("was=") }

    init(_ words: [String]) throws {
        for word in words {
            for part in word.drop(while: { $0 != "=" }).dropFirst().split(separator: ",") {
                if word.hasPrefix("rtts=") { try addResults(String(part)) } else { try addPeriod(String(part)) }
            }
        }
    }

    private mutating func addResults(_ word: String) throws {
        let parts = word.split(separator: "*")
        guard let first = parts.first, let count = parts.count == 2 ? Int(parts[1]) : 1 else {
            throw TestZone.BadLine(line: word)
        }
        results += Array(repeating: first == "!" ? nil : Double(first), count: count)
    }

    private mutating func addPeriod(_ word: String) throws {
        let parts = word.split(separator: "/").map(String.init)
        guard parts.count == 2, let status = Status(name: parts[0]), let duration = Duration(word: parts[1]) else {
            throw TestZone.BadLine(line: word)
        }
        periods.append((status, duration))
    }

    /// The last probe came back when the instance was checked last, the others ten seconds apart before it.
    func tell(_ zone: inout ZoneSnapshot, of instance: InstanceID, _ health: Health) {
        let addresses = zone.catalog.addresses(ofTargetOf: instance)
        let address =
            addresses.first { if case .v4 = $0 { true } else { false } } ?? .v4(IPv4Address(rawValue: 0xC000_0201))
        for (index, result) in results.enumerated() {
            let at = health.checkedAt.advanced(by: .seconds(-10 * (results.count - 1 - index)))
            let connect = result.map { UInt32(clamping: Int($0 * 1000)) } ?? 0
            let isOfProbes = [.refused, .unreachable, .wrongAnswer].contains(health.reason)
            let failure = result == nil ? (isOfProbes ? health.reason : .timedOut) : Reason.none
            zone.trails.note(
                Observation(at: at, failure: failure, phases: ProbePhases(connect: connect)), verdict: verdict(health),
                since: health.since, at: address, of: instance)
        }
        var start = periods.reduce(health.since) { $0.advanced(by: .zero - $1.1) }
        for (status, duration) in periods {
            zone.chronicle.end(StatusPeriod(status, since: start), of: instance)
            start = start.advanced(by: duration)
        }
    }

    private func verdict(_ health: Health) -> Verdict {
        switch health.status {
        case .down, .stale: .down
        case .suspect: .suspect
        case .unknown: .unknown
        default: .up
        }
    }
}
