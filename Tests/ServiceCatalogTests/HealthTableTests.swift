import DNSCore
import ServiceCatalog
import Testing

/// What is known of the instances, and its sums.
@Suite struct HealthTableTests {
    private let down = Health(status: .down, reason: .refused, since: Timestamp(nanoseconds: 1))

    private func catalog(services: Int) throws -> (Catalog, [InstanceID]) {
        let text = (0..<services).map { "_s\($0)._tcp 60 SRV 0 0 1 h\n_s\($0)._tcp 60 SRV 0 0 2 h" }
        let catalog = try Catalog.loaded(text.joined(separator: "\n") + "\nh 60 A 127.0.0.1")
        var instances: [InstanceID] = []
        catalog.forEachInstance { instances.append($0) }
        return (catalog, instances)
    }

    @Test func `at first every instance of a catalog is what is said of all of them`() throws {
        let (catalog, instances) = try catalog(services: 3)
        let table = HealthTable(ofUnknown: catalog, as: .unprobed)
        #expect(instances.count == 6)
        #expect(instances.allSatisfy { table[$0] == .unprobed })
        #expect(table.counts.registered == 6)
        #expect(table.counts[.unknown] == 6)
        for service in catalog.servicesByName { #expect(table.count(of: .unknown, in: service) == 2) }
    }

    @Test func `the sums follow single changes, far apart among many`() throws {
        let (catalog, instances) = try catalog(services: 2000)
        var table = HealthTable(ofUnknown: catalog)
        let changed = [instances[0], instances[1023], instances[1024], instances[3999]]
        for instance in changed { table.update(instance, of: catalog.service(of: instance), down) }
        #expect(table.counts[.down] == 4)
        #expect(table.counts[.unknown] == 3996)
        for instance in instances {
            #expect(table[instance] == (changed.contains(instance) ? down : .unknown))
        }
        for instance in changed { #expect(table.worst(of: catalog.service(of: instance)) == .down) }
        table.update(changed[1], of: catalog.service(of: changed[1]), .unknown)
        #expect(table.counts[.down] == 3)
        table.remove(changed[3], of: catalog.service(of: changed[3]))
        #expect(table.counts.registered == 3999)
        #expect(table[changed[3]] == .unknown)
    }

    @Test func `a copy does not see what is changed later`() throws {
        let (catalog, instances) = try catalog(services: 2)
        var table = HealthTable(ofUnknown: catalog)
        table.update(instances[0], of: catalog.service(of: instances[0]), down)
        let before = table
        table.update(instances[1], of: catalog.service(of: instances[1]), down)
        #expect(before[instances[1]] == .unknown)
        #expect(before.counts[.down] == 1)
    }
}
