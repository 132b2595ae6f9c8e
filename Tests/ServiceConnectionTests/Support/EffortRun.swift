import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceConnection

/// An effort over virtual time, with a fixed seed.
struct EffortRun {
    var effort: ConnectionEffort
    var now = Duration.zero
    var generator: SeededGenerator
    /// Where each attempt leads.
    private(set) var attempts: [Int: String] = [:]
    private(set) var resolutions: [Int] = []

    init(_ policy: RetryPolicy = RetryPolicy(), seed: UInt64 = 1) throws {
        effort = ConnectionEffort(to: try DomainName("_http._tcp.web.test."), policy: policy)
        generator = SeededGenerator(seed: seed)
    }

    /// What the effort wants done, in words: `connect 10.0.0.1:80`.
    @discardableResult
    mutating func handle(_ event: ConnectionEffort.Event) -> [String] {
        effort.handle(event, at: now, using: &generator).map { action in
            switch action {
            case .lookUp: return "look up"
            case .resolve(let number, let host):
                resolutions.append(number)
                return "resolve \(host)"
            case .connect(let number, let endpoint, _):
                attempts[number] = "\(endpoint)"
                return "connect \(endpoint)"
            case .abandon(let number): return "abandon \(attempts[number] ?? "?")"
            case .pause: return "pause"
            case .succeed(_, let endpoint): return "succeed \(endpoint)"
            case .fail(let error): return "fail: \(error)"
            }
        }
    }

    /// Lets time pass up to the next thing that is due.
    mutating func wait() -> [String] {
        now = max(now, effort.nextWake ?? now)
        return handle(.timePassed)
    }

    mutating func begin(_ instances: FoundInstance...) -> [String] {
        handle(.began)
        return handle(.lookedUp(.success(instances)))
    }

    mutating func refuse(_ endpoint: String) throws -> [String] {
        handle(.failed(try number(of: endpoint), .refused))
    }

    mutating func accept(_ endpoint: String) throws -> [String] { handle(.connected(try number(of: endpoint))) }

    private func number(of endpoint: String) throws -> Int {
        try #require(attempts.filter { $0.value == endpoint }.keys.max())
    }
}

extension FoundInstance {
    init(
        _ target: String, port: UInt16 = 80, priority: UInt16 = 0, weight: UInt16 = 0, _ addresses: String...
    ) throws {
        self.init(
            owner: try DomainName("_http._tcp.web.test."),
            location: ServiceLocation(
                priority: priority, weight: weight, port: port, target: try DomainName(target)),
            addresses: try addresses.map { try #require(IPAddress($0)) })
    }
}

/// Random numbers that are the same every time.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
