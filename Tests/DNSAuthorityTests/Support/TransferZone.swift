import DNSCore

@testable import DNSAuthority

/// Zones for transfers, and changes of them as an UPDATE makes them.
enum TransferZone {
    static let apex = name("svc.test")

    static func soa(_ serial: UInt32) -> ResourceRecord {
        ResourceRecord(
            name: apex, ttl: 60,
            data: .soa(
                StartOfAuthority(
                    primary: name("ns.svc.test"), mailbox: name("hostmaster.svc.test"),
                    serial: Serial(rawValue: serial), refresh: 3600, retry: 600, expire: 86_400, minimum: 60)))
    }

    static func srv(_ number: Int) -> ResourceRecord {
        ResourceRecord(
            name: name("_s\(number)._tcp.svc.test"), ttl: 60,
            data: .srv(
                ServiceLocation(
                    priority: 0, weight: 10, port: UInt16(truncatingIfNeeded: number),
                    target: name("h\(number % 50).svc.test"))))
    }

    static func text(_ owner: String, _ strings: [[UInt8]]) -> ResourceRecord {
        ResourceRecord(name: name(owner), ttl: 60, data: .txt(TextStrings(strings)))
    }

    /// With a name server, a delegation with its glue, and so many services.
    static func of(services: Int, serial: UInt32 = 41) throws -> Zone {
        var contents = ZoneContents(apex: apex)
        contents.insert(soa(serial))
        for text in [
            "@ 60 NS ns", "@ 60 MX 10 ns", "ns 60 A 127.0.0.1", "below 60 NS ns.below", "ns.below 60 A 127.0.0.9",
            "Alias 60 CNAME ns", "_http._tcp 60 PTR Desk._http._tcp",
        ] {
            contents.insert(try record(text, in: apex))
        }
        for number in 0..<services { contents.insert(srv(number)) }
        return Zone(contents)
    }
}

extension Zone {
    /// One version on.
    mutating func change(deleting: [ResourceRecord] = [], adding: [ResourceRecord] = []) throws {
        guard case .soa(let old)? = contents.rrset(.soa, at: apex)?.data.first else { throw NeverHappened() }
        let next = Serial(rawValue: old.serial.rawValue &+ 1)
        let change = ZoneChange(
            from: old.serial, to: next, deletions: [TransferZone.soa(old.serial.rawValue)] + deleting,
            additions: [TransferZone.soa(next.rawValue)] + adding)
        contents.apply(change)
        history.append(change)
    }

    var records: Set<ResourceRecord> {
        var records: Set<ResourceRecord> = []
        contents.forEachName { name, rrsets in
            for rrset in rrsets {
                for data in rrset.data { records.insert(ResourceRecord(name: name, ttl: rrset.ttl, data: data)) }
            }
        }
        return records
    }
}
