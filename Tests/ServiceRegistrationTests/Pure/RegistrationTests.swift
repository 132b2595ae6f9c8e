import DNSClient
import DNSCore
import Testing

@testable import ServiceRegistration

@Suite("What an update has to change")
struct RegistrationTests {
    private static let owner = name("_http._tcp.web.svc.test.")
    private static let host = name("web1.svc.test.")

    private static func place(_ port: UInt16, uid: UInt32? = nil, weight: UInt16 = 0) throws -> ServicePlace {
        var registered = try RegisteredName(owner)
        registered.weight = weight
        var place = ServicePlace(registered, port: port, target: host)
        place.uid = uid
        return place
    }

    /// - Parameter lines: `SRV 0 0 1 web1.svc.test.`, all at the service's name and with the TTL of 60 seconds.
    private static func view(_ lines: String..., ttl: UInt32 = 60) throws -> ZoneView {
        var view = ZoneView(zone: name("svc.test."))
        view.records = RRsets(
            try lines.map { line in
                let words = line.split(separator: " ", maxSplits: 1)
                let type = try #require(RecordType(String(words[0])))
                return ResourceRecord(name: owner, ttl: ttl, data: try RecordData(type: type, text: words[1]))
            })
        return view
    }

    private func lines(_ aim: some ZoneAim, _ view: ZoneView) -> [String] {
        let text = aim.request(for: view)?.description ?? ""
        let short = text.replacing("_http._tcp.web.svc.test.", with: "@").replacing("web1.svc.test.", with: "web1")
        return short.split(separator: "\n").dropFirst().map(String.init)
    }

    @Test("nothing, where all is there")
    func nothing() throws {
        let view = try Self.view(
            "SRV 0 0 1 web1.svc.test.", "TXT target=web1.svc.test. port=1 uid=7", "SRV 0 0 2 web2.svc.test.")
        #expect(Registration(places: [try Self.place(1, uid: 7)]).request(for: view) == nil)
    }

    @Test("the first record comes if there is none, with a TXT record that says whose it is")
    func first() throws {
        #expect(
            lines(Registration(places: [try Self.place(1, uid: 7)]), try Self.view()) == [
                "prereq nxrrset @ SRV", "update add @ 60 SRV 0 0 1 web1",
                "update add @ 60 TXT \"target=web1\" \"port=1\" \"uid=7\"",
            ])
    }

    @Test("another port of this host goes, with its text; those of others stay")
    func replaced() throws {
        let view = try Self.view(
            "SRV 0 0 9 web1.svc.test.", "SRV 0 0 9 web2.svc.test.", "TXT target=web1.svc.test. port=9 uid=7",
            "TXT target=web2.svc.test. port=9 uid=7", "TXT of=all")
        #expect(
            lines(Registration(places: [try Self.place(1, uid: 7)]), view) == [
                "prereq yxrrset @ SRV 0 0 9 web1", "prereq yxrrset @ SRV 0 0 9 web2.svc.test.",
                "update delete @ SRV 0 0 9 web1", "update delete @ TXT \"target=web1\" \"port=9\" \"uid=7\"",
                "update add @ 60 SRV 0 0 1 web1", "update add @ 60 TXT \"target=web1\" \"port=1\" \"uid=7\"",
            ])
    }

    @Test("another port of this host stays where there are to be several instances")
    func beside() throws {
        let view = try Self.view("SRV 0 0 9 web1.svc.test.")
        #expect(
            lines(Registration(places: [try Self.place(1)], replacesOwn: false), view) == [
                "prereq yxrrset @ SRV 0 0 9 web1", "update add @ 60 SRV 0 0 1 web1",
            ])
    }

    @Test("another weight or TTL is put right at the start; a TTL is left alone while it is held")
    func details() throws {
        let view = try Self.view("SRV 0 0 1 web1.svc.test.", ttl: 30)
        #expect(lines(Registration(places: [try Self.place(1)]), view).last == "update add @ 60 SRV 0 0 1 web1")
        #expect(Registration(places: [try Self.place(1)], setsTTL: false).request(for: view) == nil)
        #expect(
            lines(Registration(places: [try Self.place(1, weight: 5)]), view).suffix(2) == [
                "update delete @ SRV 0 0 1 web1", "update add @ 60 SRV 0 5 1 web1",
            ])
    }

    @Test("a withdrawal names what is ours and nothing else")
    func withdrawal() throws {
        let view = try Self.view(
            "SRV 0 5 1 web1.svc.test.", "SRV 0 0 2 web1.svc.test.", "SRV 0 0 1 web2.svc.test.",
            "TXT target=web1.svc.test. port=1 uid=7", "TXT target=web1.svc.test. port=2 uid=7")
        let blind = Withdrawal(places: [try Self.place(1, uid: 7)], includesUnseen: true)
        #expect(
            blind.request(for: view, isGuarded: false).map { "\($0)" }?.contains("web2") == false
                && blind.changes(in: view).count == 3)
        #expect(blind.changes(in: view).allSatisfy { !"\($0)".contains(" 2 ") && !"\($0)".contains("port=2") })
        let all = Withdrawal(places: [try Self.place(0)], anyPort: true)
        #expect(all.changes(in: view).count == 4)
        #expect(!all.isReached(in: view))
        #expect(Withdrawal(places: [try Self.place(3)]).request(for: view) == nil)
    }
}
