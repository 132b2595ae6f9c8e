import DNSClient
import DNSCore
import Testing

@testable import ServiceRegistration

@Suite("Which host this is in a zone")
struct HostPlaceTests {
    private let zone = name("svc.test.")
    private let local = IPAddress("192.0.2.1")

    /// - Parameter hosts: `ns 192.0.2.1`
    private func place(
        _ hosts: String..., target: String? = nil, addresses: [String] = [], recorded: String..., label: String? = "box"
    ) throws -> HostPlace {
        var view = ZoneView(zone: zone)
        view.records = RRsets(
            try hosts.map { text in
                let words = text.split(separator: " ")
                let address = try #require(IPAddress(String(words[1])))
                return ResourceRecord(name: try DomainName(words[0], origin: zone), ttl: 60, data: address.recordData)
            })
        let local = try #require(local)
        return try HostPlace(
            HostPlace.Wish(
                target: target.map(name), addresses: addresses.compactMap { IPAddress($0) }, label: label,
                ownAddresses: [local], isLocal: { $0 == local }), in: view, primary: name("ns.svc.test."),
            recorded: recorded.map(name))
    }

    @Test("the one that is called so and has our addresses")
    func own() throws {
        let place = try place("box 192.0.2.1", "ns 192.0.2.9")
        #expect(place.target == name("box.svc.test."))
        #expect(place.addresses == [local])
        #expect(place.missing == [])
    }

    @Test("the zone's server where that is here; with both names the one that the record has")
    func server() throws {
        #expect(try place("ns 192.0.2.1").target == name("ns.svc.test."))
        let both = try place("ns 192.0.2.1", "box 192.0.2.1", recorded: "ns.svc.test.")
        #expect(both.target == name("ns.svc.test."))
        #expect(both.aliases == [name("box.svc.test.")])
    }

    @Test("a new one where the zone does not know us, with the address that the server sees")
    func new() throws {
        let place = try place("ns 192.0.2.9")
        #expect(place.target == name("box.svc.test."))
        #expect(place.missing == [local])
    }

    @Test("not one of the same name that is somewhere else")
    func namesake() {
        #expect {
            try place("box 192.0.2.9", "ns 192.0.2.9")
        } throws: { "\($0)".contains("--target") && "\($0)".contains("192.0.2.9") }
    }

    @Test("the one that was asked for, wherever it is; only addresses that it does not have are missing")
    func wish() throws {
        #expect(try place("a 192.0.2.9", target: "a.svc.test.").missing == [])
        #expect(try place(target: "a.svc.test.").missing == [local])
        #expect(try place(target: "a.example.").missing == [])
        let place = try place("a 192.0.2.9", target: "a.svc.test.", addresses: ["192.0.2.9", "2001:db8::1"])
        #expect(place.missing == [IPAddress("2001:db8::1")])
    }
}
