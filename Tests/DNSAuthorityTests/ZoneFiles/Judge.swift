import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// A program that says whether a zone file is in order.
enum Judge: String, CaseIterable {
    case bind
    case knot

    func accepts(_ zone: String, _ path: String) async throws -> Tool.Result {
        switch self {
        case .bind:
            // What no other judge looks at: whether owners are host names, and what lies behind the names in the data.
            try await Tool.run("named-checkzone", ["-k", "ignore", "-i", "none", zone, path])
        case .knot: try await Tool.run("kzonecheck", ["-o", zone, path])
        }
    }
}

/// The zone of a text that has been written to a file.
func readZone(_ zone: String, _ path: String) throws -> ZoneContents {
    try ZoneFile(path).read(name(zone)).contents
}

/// What is in a zone, for comparing.
func records(_ zone: ZoneContents) -> Set<ResourceRecord> {
    var all: Set<ResourceRecord> = []
    zone.forEachName { name, rrsets in
        for rrset in rrsets {
            for data in rrset.data { all.insert(ResourceRecord(name: name, ttl: rrset.ttl, data: data)) }
        }
    }
    return all
}
