import DNSCore
import Dashboard
import ServiceCatalog
import ServiceMonitor
import Terminal

/// Zones, what becomes of them, and what someone does in front of the screen meanwhile, over virtual time.
package struct Scene: Sendable {
    /// A zone as it is in the beginning.
    struct Zone: Sendable {
        var apex: DomainName
        var server: String
        var key: String?
        var serial: Serial
        /// How the server hands out changes; the whole zone always comes by AXFR.
        var method = ZoneFreshness.Method.ixfr
        /// Whether the server tells of changes by NOTIFY.
        var notifies = false
        var records: [ResourceRecord] = []
    }

    struct Step: Sendable {
        /// In the text, from 1.
        var line: Int
        var act: Act
    }

    enum Act: Sendable {
        case wait(Duration)
        /// The machine that svctop runs on is suspended for so long.
        case suspend(Duration)
        case probe(EndpointPattern, Behaviour)
        case peer(EndpointPattern, ScenePeer)
        case standIn(SceneStandIn)
        case change(DomainName, ZoneChange)
        case server(DomainName, Reachability)
        /// What the server says to every update; nil where it carries them out.
        case updates(DomainName, ResponseCode?)
        case replica(String, of: DomainName, ReplicaConduct)
        case key(Key)
        case type(String)
        case paste(String)
        case mouse(MouseEvent)
        case clickOn(String)
        case resize(Size)
        case moment(String)
    }

    package internal(set) var title = ""
    var start = Timestamp.sceneStart
    var seed: UInt64 = 1
    /// Its zones are not looked at.
    var monitoring = MonitorConfiguration(zones: [])
    var isReadOnly = false
    var contexts: [DomainName: Premises.Context] = [:]
    var zones: [Zone] = []
    /// Addresses of names outside the zones.
    var hosts: [DomainName: [IPAddress]] = [:]
    var steps: [Step] = []
}

extension Scene {
    /// The moments that have a name, in their order.
    package var moments: [String] {
        steps.compactMap { if case .moment(let name) = $0.act { name } else { nil } }
    }
}

/// What an authoritative server is told to change.
struct ZoneChange: Sendable {
    struct Deletion: Sendable {
        var line: Int
        var name: DomainName
        var type: RecordType
        /// All of the RRset where nil.
        var data: RecordData?
    }

    /// One more than before where nil.
    var serial: Serial?
    var deletions: [Deletion] = []
    var additions: [ResourceRecord] = []
}

/// Whether a server answers, and if not, what is said of it.
enum Reachability: Hashable, Sendable {
    case back
    case lost(String)
}

/// How a zone's other server keeps up with the primary.
enum ReplicaConduct: Hashable, Sendable {
    case follows
    /// Stays at the serial that it has.
    case lags
    case lost(String)
}

extension Timestamp {
    /// 2026-09-22T14:00:00Z
    fileprivate static let sceneStart = Timestamp(nanoseconds: 1_790_085_600_000_000_000)
}
