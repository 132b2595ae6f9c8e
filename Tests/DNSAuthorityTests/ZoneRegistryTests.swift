import DNSCore
import Testing

@testable import DNSAuthority

@Suite("The zones that are served")
struct ZoneRegistryTests {
    private func zone(_ apex: String, serial: UInt32 = 1) throws -> Zone {
        try SampleZone(apex: name(apex), lines: ["@ 60 SOA ns h \(serial) 2 3 4 5"]).zone()
    }

    @Test("a name lies in the lowest zone above it, whatever the case of its letters")
    func lowest() throws {
        let registry = ZoneRegistry()
        for apex in ["test", "b.test", "d.c.b.test"] { registry.publish(try zone(apex)) }
        for (owner, apex) in [
            ("test", "test"), ("a.test", "test"), ("B.test", "b.test"), ("c.b.TEST", "b.test"),
            ("D.c.b.test", "d.c.b.test"),
            ("z.z.z.d.c.b.test", "d.c.b.test"),
        ] {
            #expect(registry.zone(of: name(owner))?.apex == name(apex), "\(owner)")
        }
        for owner in [".", "atest", "test.org"] { #expect(registry.zone(of: name(owner)) == nil, "\(owner)") }
        registry.withdraw(name("b.test"))
        #expect(registry.zone(of: name("c.b.test"))?.apex == name("test"))
        registry.publish(try zone("."))
        #expect(registry.zone(of: name("org"))?.apex == .root)
        #expect(registry.apexes == [.root, name("test"), name("d.c.b.test")])
    }

    @Test("a newer version takes the place of the older one; who holds that keeps it")
    func versions() throws {
        let registry = ZoneRegistry()
        registry.publish(try zone("test", serial: 1))
        let held = registry[name("test")]
        registry.publish(try zone("test", serial: 2))
        #expect(registry[name("TEST")]?.contents.serial == Serial(rawValue: 2))
        #expect(held?.contents.serial == Serial(rawValue: 1) && registry.apexes.count == 1)
    }
}
