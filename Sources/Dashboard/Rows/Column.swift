/// What the table can tell of an instance. The words are those of `ViewPreferences` and, where one can ask for it, of the
/// filter.
enum Column: String, CaseIterable, Sendable {
    case status
    case instance
    case service
    case zone
    case target
    case address
    case port
    case priority
    case weight
    case share
    case shareBar = "share-bar"
    case rtt
    case history
    case ttl
    case lease
    case age
    case reason
    case owner
}

extension Column {
    /// What stands above it.
    func title(in grouping: Grouping) -> String {
        switch self {
        case .status: "STATUS"
        case .instance:
            switch grouping {
            case .service, .tier: "SERVICE / INSTANCE"
            case .target: "TARGET / INSTANCE"
            case .status, .flat: "INSTANCE"
            }
        case .service: "SERVICE"
        case .zone: "ZONE"
        case .target: "TARGET:PORT"
        case .address: "ADDRESS"
        case .port: "PORT"
        case .priority: "PRIO"
        case .weight: "WEIGHT"
        case .share: "SHARE"
        case .shareBar: ""
        case .rtt: "RTT"
        case .history: "HISTORY"
        case .ttl: "TTL"
        case .lease: "LEASE"
        case .age: "FOR"
        case .reason: "REASON"
        case .owner: "OWNER"
        }
    }

    /// What a list of columns calls it.
    var word: String { String(rawValue.map { $0 == "-" ? " " : $0 }) }

    static let longestWord = 9

    /// What it tells, for those who choose.
    var summary: String {
        switch self {
        case .status: "what is known of the instance, worst first"
        case .instance: "its name, or target and port"
        case .service: "the service, where rows do not lie under it"
        case .zone: "the zone, where several are shown"
        case .target: "target and port of what has a name of its own"
        case .address: "the target's first address in the zone"
        case .port: "the port"
        case .priority: "lower is tried first"
        case .weight: "among those of one priority"
        case .share: "of the clients: as written → as it is"
        case .shareBar: "the share as a bar"
        case .rtt: "the last probe's round trip"
        case .history: "the latest round trips, the last at the right"
        case .ttl: "how long caches keep it, or still have it"
        case .lease: "how long it stays unless it is renewed"
        case .age: "how long it has had its status"
        case .reason: "why it has its status"
        case .owner: "whose the port is, on this host"
        }
    }

    var isNumber: Bool {
        switch self {
        case .port, .priority, .weight, .share, .rtt, .ttl, .lease, .age: true
        case .status, .instance, .service, .zone, .target, .address, .shareBar, .history, .reason, .owner: false
        }
    }

    /// What is drawn says nothing that the figures beside it do not.
    var isSortable: Bool { self != .shareBar && self != .history }

    /// Whether the largest come first unless the order is inverted: what one looks for is what is slow or carries most.
    var isLargestFirst: Bool {
        switch self {
        case .weight, .share, .rtt: true
        default: false
        }
    }

    /// Whether it changes while a record and its status stay the same.
    var isMeasured: Bool { self == .rtt || self == .lease }

    /// No row can be told from another without these.
    var isIndispensable: Bool { self == .status || self == .instance }
}
