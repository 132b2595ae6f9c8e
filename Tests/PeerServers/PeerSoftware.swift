import Glibc
import Testing

/// The authoritative servers that svctop is held against.
package enum PeerSoftware: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case bind
    case knot
    case nsd
    /// PowerDNS with its BIND backend: zone files, no updates.
    case powerDNS
    /// PowerDNS with its SQLite backend: takes updates.
    case powerDNSWithSQLite

    package var testDescription: String {
        switch self {
        case .bind: "BIND"
        case .knot: "Knot"
        case .nsd: "NSD"
        case .powerDNS: "PowerDNS"
        case .powerDNSWithSQLite: "PowerDNS (SQLite)"
        }
    }

    /// The programs that it takes, the server first.
    var programs: [String] {
        switch self {
        case .bind: ["named"]
        case .knot: ["knotd"]
        case .nsd: ["nsd"]
        case .powerDNS: ["pdns_server", "pdnsutil"]
        case .powerDNSWithSQLite: ["pdns_server", "pdnsutil", "sqlite3"]
        }
    }

    package var isInstalled: Bool { programs.allSatisfy { Tool.path(of: $0) != nil } }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test where the server is not installed, but not in CI: there it has to be.
    package static func needs(_ software: PeerSoftware...) -> Self {
        needs(programs: software.flatMap(\.programs))
    }

    /// Skips the test where a program is not installed, but not in CI: there it has to be.
    package static func needs(programs: String...) -> Self { needs(programs: programs) }

    private static func needs(programs: [String]) -> Self {
        let missing = programs.filter { Tool.path(of: $0) == nil }
        return .enabled(
            if: missing.isEmpty || isContinuousIntegration, "not installed: \(missing.joined(separator: ", "))")
    }
}

/// Where nothing may be skipped.
package let isContinuousIntegration = getenv("CI").map { String(cString: $0) } == "true"
