import Testing

@testable import DNSCore

@Suite("A zone file as svctop writes it")
struct ZoneFileWriterTests {
    private func write(_ records: [ResourceRecord], zone: DomainName = name("z.test"), ttl: UInt32 = 60) -> String {
        var writer = ZoneFileWriter(zone: zone, defaultTTL: ttl)
        var text = ""
        for record in records { writer.write(record, to: &text) }
        return text
    }

    @Test("is in columns, with the SOA explained, relative owners, and no TTL where it is the usual one")
    func columns() throws {
        let text = """
            @ 3600 SOA ns hostmaster 2026 3600 600 86400 90
            @ 60 NS ns
            ns 60 A 127.0.0.1
            _http._tcp 30 SRV 0 0 80 web
            _http._tcp 60 TYPE65280 \\# 2 ABCD
            a-name-that-is-longer-than-its-column 60 SSHFP \\# 3 010203
            """
        #expect(
            write(try FileTexts(main: text).read()) == """
                $ORIGIN z.test.
                $TTL 60
                @                               3600    IN  SOA         ns.z.test. hostmaster.z.test. (
                                                                        2026       ; serial
                                                                        3600       ; refresh: 1h
                                                                        600        ; retry: 10m
                                                                        86400      ; expire: 1d
                                                                        90         ; negative answers: 1m30s
                                                                        )
                                                        IN  NS          ns.z.test.
                ns                                      IN  A           127.0.0.1
                _http._tcp                      30      IN  SRV         0 0 80 web.z.test.
                                                        IN  TYPE65280   \\# 2 ABCD
                a-name-that-is-longer-than-its-column   IN  TYPE44      \\# 3 010203

                """)
    }

    @Test("reads back as the same records, whatever they are")
    func roundTrip() throws {
        var random = RandomMessage(seed: 5)
        for round in 0..<60 {
            let zone = round % 10 == 0 ? DomainName.root : name("Zone.test")
            var records = try FileTexts(zone: "\(zone)", main: zoneHead).read()
            for _ in 0..<60 {
                let record = random.record(in: .query)
                guard let owner = Self.moved(record.name, below: zone), ![.cname, .soa].contains(record.type) else {
                    continue
                }
                records.append(ResourceRecord(name: owner, ttl: record.ttl, data: record.data))
            }
            let text = write(records, zone: zone, ttl: records.last?.ttl ?? 0)
            let again = try FileTexts(zone: "\(zone)", main: text).read()
            #expect(again == records)
            #expect(again.map(\.name.wire) == records.map(\.name.wire))
            #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
        }
    }

    /// A name of its own below the zone: nil where that is too long.
    private static func moved(_ name: DomainName, below zone: DomainName) -> DomainName? {
        try? DomainName(labels: Array(name.labels) + Array(zone.labels))
    }

    @Test("leaves out what no zone can hold")
    func noZoneData() {
        let soa = name("z.test")
        #expect(write([ResourceRecord(name: soa, ttl: 0, data: .opt([]))]).isEmpty)
        #expect(write([ResourceRecord(name: soa, recordClass: .any, ttl: 0, data: .empty(.a))]).isEmpty)
    }

    @Test("mangled, it is read or refused, and what is read is written and read again")
    func mangled() throws {
        var random = RandomMessage(seed: 17)
        let records = try FileTexts(
            main: zoneHead + "_http._tcp 30 SRV 0 0 80 web\n 5 TXT \"a;b\" c\nx 1 CNAME y\nd ( 1 TYPE999 \\# 1\n 0A )"
        ).read()
        let text = write(records)
        var accepted = 0
        for _ in 0..<3000 {
            let mangled = String(decoding: random.mutated(Array(text.utf8)), as: UTF8.self)
            guard let read = try? FileTexts(main: mangled, included: ["a": "b"]).read() else { continue }
            accepted += 1
            #expect(try FileTexts(main: write(read)).read() == read)
        }
        #expect(accepted > 150)
    }
}
