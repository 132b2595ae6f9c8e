import DNSCore
import ServiceCatalog
import Testing

@Suite("Where a target lies")
struct TargetResolutionTests {
    private func resolve(_ target: String, in zone: String) throws -> TargetResolution {
        let catalog = try Catalog.loaded(zone + "\n_t._tcp 5 SRV 0 0 1 \(target)")
        let service = try #require(catalog.servicesByName.first)
        return catalog.resolveTarget(of: try #require(catalog.instances(of: service).first))
    }

    static let zone = """
        host 5 A 127.0.0.1
        alias 5 CNAME host
        empty.below 5 TXT "x"
        text 5 TXT "x"
        sub 5 NS ns.elsewhere.test.
        *.wild 5 A 127.0.0.7
        fixed.wild 5 TXT "x"
        """

    @Test(
        "each case by its own name",
        arguments: [
            ("host", "addresses([127.0.0.1])"), (".", "notOffered"), ("alias", "alias"), ("text", "noAddress"),
            ("nobody", "denied"), ("a.b.wild", "addresses([127.0.0.7])"), ("fixed.wild", "noAddress"),
            ("x.sub", "elsewhere(x.sub.svc.test.)"), ("other.test.", "elsewhere(other.test.)"),
        ])
    func cases(target: String, expected: String) throws {
        let text: String =
            switch try resolve(target, in: Self.zone) {
            case .addresses(let list): "addresses([\(list.map(\.description).joined(separator: ", "))])"
            case .notOffered: "notOffered"
            case .alias: "alias"
            case .noAddress: "noAddress"
            case .denied: "denied"
            case .elsewhere(let name): "elsewhere(\(name))"
            }
        #expect(text == expected)
    }

    @Test("instances without an address are found by their targets")
    func withoutAddress() throws {
        let targets = ["host", "HOST", ".", "alias", "text", "nobody", "a.b.wild", "x.sub", "other.test."]
        let services = targets.enumerated().map { "_s._tcp 5 SRV 0 0 \($0) \($1)" }
        let catalog = try Catalog.loaded(Self.zone + "\n" + services.joined(separator: "\n"))
        var expected: Set<InstanceID> = []
        catalog.forEachInstance { if catalog.addresses(ofTargetOf: $0).isEmpty { expected.insert($0) } }
        #expect(expected.count == 7)
        let found = catalog.instancesWithoutAddress()
        #expect(Set(found) == expected)
        #expect(found.count == expected.count)
    }
}
