import DNSCore
import Testing

@testable import DNSAuthority

/// A zone, and updates of it in the words of nsupdate, with names relative to the zone.
struct TestZone {
    let apex: DomainName
    var contents: ZoneContents
    /// What the latest update did.
    private(set) var change: ZoneChange?
    var limits = ZoneLimits()
    var permission = UpdatePermission.everything

    /// With an SOA of serial 1 and one NS.
    init(_ records: String..., apex: String = "z.test", serial: UInt32 = 1) throws {
        self.apex = try DomainName(apex)
        contents = ZoneContents(apex: self.apex)
        for text in ["@ 60 SOA ns h \(serial) 3600 600 86400 60", "@ 60 NS ns"] + records {
            contents.insert(try record(text, in: self.apex))
        }
    }

    /// Lines that begin with `prereq` and lines that begin with `add` or `delete`.
    mutating func update(_ lines: String...) throws -> ResponseCode {
        let request = try request(lines)
        do throws(UpdateRefusal) {
            change = try UpdateProcessor(request, permission: permission, limits: limits).run(on: &contents)
            return .noError
        } catch {
            change = nil
            return error.code
        }
    }

    func request(_ lines: [String]) throws -> UpdateRequest {
        try UpdateRequest(lines: lines, zone: apex)
    }

    /// The records but for SOA and NS of the apex, in order: `a 60 A 127.0.0.1`.
    var lines: [String] {
        records.filter { $0.type != .soa && !($0.type == .ns && $0.name == apex) }.map(line).sorted()
    }

    var records: Set<ResourceRecord> { contents.allRecords }

    var serial: UInt32? { contents.serial?.rawValue }

    func line(_ record: ResourceRecord) -> String {
        let labels = record.name.labels.map { String(decoding: $0, as: UTF8.self) }.dropLast(apex.labelCount)
        return "\(labels.isEmpty ? "@" : labels.joined(separator: ".")) \(record.ttl) \(record.type) \(record.data)"
    }
}

extension ZoneContents {
    var allRecords: Set<ResourceRecord> {
        var records: Set<ResourceRecord> = []
        forEachName { name, rrsets in
            for rrset in rrsets {
                for data in rrset.data { records.insert(ResourceRecord(name: name, ttl: rrset.ttl, data: data)) }
            }
        }
        return records
    }
}

extension UpdateRequest {
    init(lines: [String], zone: DomainName) throws {
        self.init(zone: zone)
        for line in lines {
            if line.hasPrefix("prereq ") {
                prerequisites.append(try Prerequisite(line.dropFirst(7), zone))
            } else {
                changes.append(try Change(line, zone))
            }
        }
    }
}

private func owner(_ word: Substring, _ apex: DomainName) throws -> DomainName {
    word == "@" ? apex : try DomainName(word, origin: apex)
}

extension Prerequisite {
    /// `yxdomain a`, `nxdomain a`, `yxrrset a A`, `nxrrset a A`, `yxrrset a A 127.0.0.1;127.0.0.2`
    fileprivate init(_ text: Substring, _ apex: DomainName) throws {
        let words = text.split(separator: " ", maxSplits: 3)
        let name = try owner(try #require(words.dropFirst().first), apex)
        let type = words.count > 2 ? try #require(RecordType(String(words[2]))) : .any
        switch (words[0], words.count) {
        case ("yxdomain", 2): self = .nameInUse(name)
        case ("nxdomain", 2): self = .nameNotInUse(name)
        case ("yxrrset", 3): self = .exists(name, type)
        case ("nxrrset", 3): self = .doesNotExist(name, type)
        case ("yxrrset", 4):
            self = .equals(
                name, try words[3].split(separator: ";").map { try RecordData(type: type, text: $0, origin: apex) })
        default: throw NotUnderstood(text: String(text))
        }
    }
}

extension UpdateRequest.Change {
    /// `add a 60 A 127.0.0.1`, `delete a`, `delete a A`, `delete a A 127.0.0.1`
    fileprivate init(_ text: String, _ apex: DomainName) throws {
        let words = text.split(separator: " ", maxSplits: 4)
        if words.first == "add" {
            let record = try record(String(text.dropFirst(4)), in: apex)
            self = .add(record.name, ttl: record.ttl, record.data)
            return
        }
        guard words.first == "delete", words.count > 1 else { throw NotUnderstood(text: text) }
        let name = try owner(words[1], apex)
        guard words.count > 2 else {
            self = .deleteAll(name)
            return
        }
        let type = try #require(RecordType(String(words[2])))
        if words.count == 3 {
            self = .deleteRRset(name, type)
        } else {
            let data = words[3...].joined(separator: " ")
            self = .delete(name, try RecordData(type: type, text: data, origin: apex))
        }
    }
}

private struct NotUnderstood: Error {
    var text: String
}
