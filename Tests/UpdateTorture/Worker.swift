import DNSAuthority
import DNSCore

/// One of those who change the zone: it has two names, at which the number of its latest update stands.
struct Worker {
    var index: Int

    static let all = (0..<8).map { Worker(index: $0) }
    static let zone = name("kill.test.")

    var left: DomainName { name("left.w\(index).kill.test.") }
    var right: DomainName { name("right.w\(index).kill.test.") }

    /// What turns the update before this one into it; nothing that has happened in part fits.
    func update(_ number: Int) -> UpdateRequest {
        let data = text(number)
        let before: [Prerequisite] =
            number == 1
            ? [.nameNotInUse(left), .nameNotInUse(right)]
            : [.equals(left, [text(number - 1)]), .equals(right, [text(number - 1)])]
        return UpdateRequest(
            zone: Self.zone, prerequisites: before,
            changes: [left, right].flatMap { [.deleteRRset($0, .txt), .add($0, ttl: 60, data)] })
    }

    /// Every other update.
    func lease(_ number: Int) -> LeaseOption? { number.isMultiple(of: 2) ? LeaseOption(lease: 7200) : nil }

    func number(at name: DomainName, in contents: ZoneContents) -> Int? {
        guard case .txt(let text)? = contents.rrset(.txt, at: name)?.data.first, let bytes = text.strings.first else {
            return nil
        }
        return Int(String(decoding: bytes, as: UTF8.self))
    }

    func text(_ number: Int) -> RecordData { .txt(TextStrings([Array("\(number)".utf8)])) }

    static func emptyZone() -> ZoneContents {
        var contents = ZoneContents(apex: zone)
        let soa = StartOfAuthority(
            primary: zone, mailbox: zone, serial: Serial(rawValue: 0xFFFF_FF00), refresh: 1, retry: 1, expire: 1,
            minimum: 1)
        contents.insert(ResourceRecord(name: zone, ttl: 60, data: .soa(soa)))
        contents.insert(ResourceRecord(name: zone, ttl: 60, data: .ns(zone)))
        return contents
    }
}

/// A name that is written correctly.
private func name(_ text: String) -> DomainName { (try? DomainName(text)) ?? .root }
