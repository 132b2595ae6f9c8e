import DNSCore
import ServiceCatalog
import Testing

/// More records than are put in at a time.
@Suite struct ManyRecordsTests {
    private static let hosts = (0..<7).map { "h\($0)" }

    private func zone(_ numbers: some Sequence<Int>) -> String {
        let services = numbers.map { number in
            let host = Self.hosts[number % 7]
            return "_s\(number % 11)._tcp 60 SRV 0 0 \(number) \(number % 2 == 0 ? host : host.uppercased())"
        }
        return (services + Self.hosts.map { "\($0) 60 A 127.0.0.1" }).joined(separator: "\n")
    }

    /// The ports of the instances that point to a host: as the catalog finds them, and as a look at all of them does.
    private func ports(of host: String, in catalog: Catalog) throws -> (found: [UInt16], all: [UInt16]) {
        let name = try DomainName(host, origin: Catalog.origin)
        var all: [UInt16] = []
        catalog.forEachInstance {
            if catalog.target(of: $0) == name { all.append(catalog.location(of: $0).port) }
        }
        return (catalog.instances(withTarget: name).map { catalog.location(of: $0).port }.sorted(), all.sorted())
    }

    @Test(arguments: [1, 31, 32, 33, 64, 500])
    func `a load brings every record, and finds those that point to a name whatever its case`(count: Int) throws {
        let catalog = try Catalog.loaded(zone(0..<count))
        #expect(catalog.instanceCount == count)
        for (number, host) in Self.hosts.enumerated() {
            let (found, all) = try ports(of: host, in: catalog)
            #expect(found == all)
            #expect(found == (0..<count).filter { $0 % 7 == number }.map { UInt16($0) })
        }
    }

    @Test func `what is taken away after a load is not found any more, and the rest is`() throws {
        let loaded = try Catalog.loaded(zone(0..<500))
        let changed = try loaded.changed(removing: zone((0..<500).filter { $0 % 3 == 0 }), adding: zone(500..<600))
        let replaced = try changed.catalog.replaced(with: zone(100..<600))
        for catalog in [changed.catalog, replaced.catalog] {
            for host in Self.hosts {
                let (found, all) = try ports(of: host, in: catalog)
                #expect(found == all)
            }
        }
        #expect(changed.catalog.instanceCount == 500 - 167 + 100)
        #expect(try replaced.catalog.lines == Catalog.loaded(zone(100..<600)).lines)
    }
}
