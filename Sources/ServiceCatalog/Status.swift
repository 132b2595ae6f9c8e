/// What is known of an instance, worst first. Each has one exact meaning, used everywhere.
package enum Status: UInt8, CaseIterable, Sendable {
    /// Answers, but is not who the record says.
    case impostor
    /// The last N probes of every address failed.
    case down
    /// Down for longer than `stale-after`, or its lease has run out.
    case stale
    /// The target has no address, is a CNAME, or lies in a zone that denies it.
    case dangling
    /// Changed state more often than the threshold within the window.
    case flapping
    /// Failing, fewer than N times yet.
    case suspect
    /// Some addresses fail, or slower than the service's limit.
    case degraded
    /// Not probed yet, cannot be probed, or data too old. Never shown green.
    case unknown
    /// Verified within the last interval.
    case up
    /// Held by its stand-in: starts on first use.
    case dormant
    /// Target `.`: the service says that it is decidedly not offered.
    case unavailable
    /// Gone from the zone; kept until caches have let go.
    case withdrawn
}

extension Status: Comparable {
    /// Worse comes first.
    package static func < (a: Status, b: Status) -> Bool { a.rawValue < b.rawValue }
}

extension Status: CustomStringConvertible {
    package var description: String { name }

    package var name: String {
        switch self {
        case .impostor: "impostor"
        case .down: "down"
        case .stale: "stale"
        case .dangling: "dangling"
        case .flapping: "flapping"
        case .suspect: "suspect"
        case .degraded: "degraded"
        case .unknown: "unknown"
        case .up: "up"
        case .dormant: "dormant"
        case .unavailable: "unavailable"
        case .withdrawn: "withdrawn"
        }
    }

    package init?(name: String) {
        guard let status = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = status
    }

    /// Whether a client that chose this instance now would be served, as far as svctop knows. One that has begun to fail
    /// keeps its share until it is found to be down.
    package var serves: Bool {
        switch self {
        case .up, .degraded, .dormant, .suspect: true
        default: false
        }
    }

    /// Something that someone should look at.
    package var isProblem: Bool { self < .unknown }
}

/// How many instances have each status.
package struct StatusCounts: Hashable, Sendable {
    private var counts = [Int](repeating: 0, count: Status.allCases.count)

    package init() {}

    package subscript(status: Status) -> Int {
        get { counts[Int(status.rawValue)] }
        set { counts[Int(status.rawValue)] = newValue }
    }

    /// Every instance that the zone holds now: tombstones are not among them.
    package var registered: Int { counts.reduce(0, +) - self[.withdrawn] }

    package var worst: Status? { Status.allCases.first { self[$0] > 0 } }

    package static func + (a: StatusCounts, b: StatusCounts) -> StatusCounts {
        var sum = a
        for status in Status.allCases { sum[status] += b[status] }
        return sum
    }
}
