import DNSCore
import Testing

@testable import DNSAuthority

/// Updates of `z.test` made up at random: names and data so few that they meet often.
struct UpdateGenerator {
    var random: SeededGenerator
    let apex: DomainName

    init(seed: UInt64, apex: DomainName) {
        random = SeededGenerator(state: seed)
        self.apex = apex
    }

    /// No underscores: BIND refuses an address at one.
    private static let owners = ["@", "a", "b", "A", "c", "x.y", "y", "s.tcp", "sub"]
    /// Targets outside of the zone: some servers ask whether those inside have addresses.
    private static let data: [(type: String, data: [String])] = [
        ("A", ["127.0.0.1", "127.0.0.2", "127.0.0.3"]), ("TXT", ["t", "u"]),
        ("CNAME", ["one.other.", "two.other.", "One.Other."]), ("SRV", ["0 0 1 h.other.", "0 0 2 h.other."]),
        ("NS", ["ns1.other.", "ns2.other."]), ("PTR", ["p.other."]),
    ]

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private mutating func chance(_ one: Int, in of: Int) -> Bool { Int.random(in: 0..<of, using: &random) < one }

    mutating func request(after serial: Serial) throws -> UpdateRequest {
        let prerequisites = try (0..<pick([0, 0, 0, 1, 1, 2])).map { _ in try prerequisite() }
        let changes = try (0..<pick([0, 1, 1, 2, 2, 3, 5])).map { _ in try change(after: serial) }
        return try UpdateRequest(lines: prerequisites + changes, zone: apex)
    }

    private mutating func prerequisite() throws -> String {
        let (owner, set) = (pick(Self.owners), pick(Self.data))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "prereq yxdomain \(owner)"
        case 1: return "prereq nxdomain \(owner)"
        case 2: return "prereq yxrrset \(owner) \(set.type)"
        case 3: return "prereq nxrrset \(owner) \(set.type)"
        default:
            let count = Int.random(in: 1...set.data.count, using: &random)
            return
                "prereq yxrrset \(owner) \(set.type) \(set.data.shuffled(using: &random).prefix(count).joined(separator: ";"))"
        }
    }

    private mutating func change(after serial: Serial) throws -> String {
        if chance(1, in: 12) { return soa(after: serial) }
        let (owner, set) = (pick(Self.owners), pick(Self.data))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "delete \(owner)"
        case 1, 2: return "delete \(owner) \(chance(1, in: 10) ? "SOA" : set.type)"
        case 3, 4: return "delete \(owner) \(set.type) \(pick(set.data))"
        default: return "add \(owner) \(pick([60, 60, 60, 90])) \(set.type) \(pick(set.data))"
        }
    }

    private mutating func soa(after serial: Serial) -> String {
        let offset = pick([UInt32(0), 1, 5, 1000, 0x7FFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FF00])
        let owner = chance(1, in: 5) ? "a" : "@"
        return "add \(owner) 60 SOA ns.other. h.other. \(serial.rawValue &+ offset) 3600 600 86400 60"
    }
}
