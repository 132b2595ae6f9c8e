import DNSCore
import ServiceCatalog
import Testing

/// Reading names where they lie: for filters, for order, for telling whether two numbers mean one record.
@Suite struct MatchingTests {
    private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    private func targets(_ catalog: Catalog) -> [String] {
        var found: [String] = []
        for service in catalog.servicesByName {
            for instance in catalog.instances(of: service).sorted(by: { catalog.reads($0, before: $1) }) {
                _ = catalog.hasTarget(instance) { target in
                    found.append("\(text(target.relative))|\(text(target.absolute))")
                    return true
                }
            }
        }
        return found
    }

    @Test func namesAreLowerCaseWithDotsAndRelativeToTheZone() throws {
        let catalog = try Catalog.loaded(
            """
            _a._tcp 60 SRV 0 0 1 DB1.Rack
            _a._tcp 60 SRV 0 0 2 elsewhere.example.
            _a._tcp 60 SRV 0 0 3 svc.test.
            _a._tcp 60 SRV 0 0 4 .
            _a._tcp 60 SRV 0 0 5 xsvc.test.
            """)
        #expect(
            targets(catalog) == [
                "|", "db1.rack|db1.rack.svc.test", "elsewhere.example|elsewhere.example", "svc.test|svc.test",
                "xsvc.test|xsvc.test",
            ])
    }

    /// The bytes of the apex within a longer label are not the apex.
    @Test func aLabelThatEndsLikeTheApexIsNotBelowIt() throws {
        let catalog = try Catalog.loaded(#"_a._tcp 60 SRV 0 0 1 x\003svc\004test."#)
        #expect(targets(catalog) == ["x\u{3}svc\u{4}test|x\u{3}svc\u{4}test"])
    }

    @Test func numbersWithinNamesCountByTheirValue() throws {
        let hosts = ["web10", "web9", "web", "web1a", "web1", "web02", "a100", "b", "web10"]
        let lines = hosts.enumerated().map { "_a._tcp 60 SRV 0 0 \($0 + 1) \($1)" }
        let catalog = try Catalog.loaded(lines.joined(separator: "\n"))
        let service = try #require(catalog.servicesByName.first)
        let ordered = catalog.instances(of: service).sorted { catalog.reads($0, before: $1) }
        let titles = ordered.map { catalog.instance($0).title(relativeTo: Catalog.origin) }
        #expect(
            titles == ["a100:7", "b:8", "web:3", "web1:5", "web1a:4", "web02:6", "web9:2", "web10:1", "web10:9"])
    }

    @Test func labelsOfBrowsedInstances() throws {
        let catalog = try Catalog.loaded("My\\032Printer._ipp._tcp 60 SRV 0 0 631 lp\n_ssh._tcp 60 SRV 0 0 22 lp")
        var labels: [String] = []
        catalog.forEachInstance { instance in
            _ = catalog.hasLabel(instance) { label in
                labels.append(text(label))
                return true
            }
        }
        #expect(labels == ["my printer"])
        #expect(catalog.servicesByName.map { catalog.nameLength(of: $0, isAbsolute: true) } == [18, 18])
    }

    @Test func aNumberIsComparedByWhatItStandsFor() throws {
        let first = try Catalog.loaded("_a._tcp 60 SRV 1 1 1 h\n_a._tcp 60 SRV 0 0 1 i")
        let other = try Catalog.loaded("_A._tcp 60 SRV 2 2 1 H\n_b._tcp 60 SRV 0 0 1 i")
        let ids = (0..<2).map { InstanceID(rawValue: UInt32($0)) }
        #expect(first.isSame(ids[0], in: other))
        #expect(!first.isSame(ids[1], in: other))
        #expect(!first.isSame(InstanceID(rawValue: 99), in: other))
        #expect(first.isSame(ServiceID(rawValue: 0), in: other))
        #expect(!first.isSame(ServiceID(rawValue: 7), in: other))
    }

    @Test func aLookAtTheFirstFewRecordsIsTheSameInstanceForAnOrdinaryName() throws {
        let catalog = try Catalog.loaded(
            """
            One._a._tcp 60 SRV 1 2 3 h
            One._a._tcp 60 TXT "k=v"
            h 60 A 192.0.2.1
            h 60 AAAA 2001:db8::1
            """)
        let id = try #require(catalog.instances(of: ServiceID(rawValue: 0), first: 9).first)
        #expect(catalog.instance(id, lookingAt: 100) == catalog.instance(id))
        #expect(catalog.instance(id, lookingAt: 1).addresses.count == 1)
    }
}
