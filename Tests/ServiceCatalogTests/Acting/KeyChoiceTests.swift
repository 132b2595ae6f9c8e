import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("The key with the closest scope signs")
struct KeyChoiceTests {
    private func key(_ name: String, _ patterns: String...) throws -> UpdateKey {
        let scope = try patterns.map { NamePattern(try DomainName($0)) }
        return UpdateKey(try DomainName(name), scope.isEmpty ? .zone(labels: 2) : .names(scope))
    }

    @Test("a pattern with * is for what lies below it, at any depth, and not for itself")
    func patterns() throws {
        let pattern = try key("k", "*.web.svc.test")
        #expect(pattern.closeness(to: try DomainName("_http._tcp.WEB.svc.test")) != nil)
        #expect(pattern.closeness(to: try DomainName("web.svc.test")) == nil)
        #expect(pattern.closeness(to: try DomainName("xweb.svc.test")) == nil)
        #expect(try key("k", "web.svc.test").closeness(to: DomainName("a.web.svc.test")) == nil)
    }

    @Test(
        "a name before a wildcard, a longer wildcard before a shorter one, any of them before the whole zone",
        arguments: [("_http._tcp.web", "name"), ("_x._tcp.web", "web"), ("_x._tcp.db", "below"), ("_x._tcp", "below")])
    func closest(owner: String, expected: String) throws {
        let keys = [
            try key("zone"), try key("below", "*.svc.test"), try key("web", "*.web.svc.test"),
            try key("name", "_http._tcp.web.svc.test"),
        ]
        let scene = try PlannerScene("\(owner) 60 SRV 0 5 1 h", keys: keys)
        #expect(try scene.plan(.drain, scene.subjects(1)).updates.map(\.key) == ["\(expected)."])
    }

    @Test("records of different keys go into updates of their own")
    func twoKeys() throws {
        let keys = [try key("a", "_a._tcp.svc.test"), try key("b", "_b._tcp.svc.test")]
        let scene = try PlannerScene("_a._tcp 60 SRV 0 5 1 h\n_b._tcp 60 SRV 0 5 2 h", keys: keys)
        let plan = try scene.plan(.drain, scene.subjects(1, 2))
        #expect(plan.updates.map(\.key) == ["a.", "b."])
    }

    @Test("without any key the update is not signed, and the plan warns of it")
    func unsigned() throws {
        let scene = try PlannerScene("_a._tcp 60 SRV 0 5 1 h\n_a._tcp 60 SRV 0 5 2 h", keys: [])
        let plan = try scene.plan(.drain, scene.subjects(1))
        #expect(plan.updates.map(\.key) == [nil])
        #expect(plan.warnings == ["the update of svc.test is not signed: the configuration has no key for the zone"])
    }
}
