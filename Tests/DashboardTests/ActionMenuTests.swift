import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The menu of a record, the numbers that it asks for, and what it copies.
@Suite struct ActionMenuTests {
    /// The cursor is on dc1:389.
    private func office(size: Size = Size(rows: 40, columns: 120), readOnly: Bool = false) throws -> Desk {
        var premises = Premises()
        premises.isReadOnly = readOnly
        var desk = Desk(try TestZone.corpSnapshot(), size: size, premises: premises)
        desk.press("j", "j")
        return desk
    }

    private func choose(_ title: String, in desk: inout Desk) throws {
        desk.press("x")
        for _ in 0..<20 {
            let line = desk.lines.first { $0.contains("› \(title)") }
            if line != nil { break }
            desk.press(.down)
        }
        #expect(desk.lines.contains { $0.contains("› \(title)") })
        desk.press(.enter)
    }

    @Test func changesAskForTheirPlan() throws {
        for (title, action) in [("Withdraw", AdminAction.withdraw), ("Renew …", .renew(ttl: nil)), ("Drain", .drain)] {
            var desk = try office()
            try choose(title, in: &desk)
            #expect(desk.requests.map(\.action) == [action])
            #expect(desk.state.overlays.isEmpty)
        }
    }

    @Test func numbersAreAskedForAndChecked() throws {
        var desk = try office()
        try choose("Set weight", in: &desk)
        #expect(desk.text.contains("now 50"))
        desk.press(.enter)
        #expect(desk.text.contains("not a number from 0 to 65535"))
        desk.type("65536")
        desk.press(.enter)
        #expect(desk.requests.isEmpty)
        desk.press(.backspace, .enter)
        #expect(desk.requests.map(\.action) == [.weight(6553)])
        #expect(desk.state.overlays.isEmpty)

        desk = try office()
        try choose("Renew with TTL", in: &desk)
        desk.type("2147483648")
        #expect(desk.text.contains("not a number from 0 to 2147483647"))
        desk.press(.control("u"))
        desk.type("300")
        desk.press(.enter)
        #expect(desk.requests.map(\.action) == [.renew(ttl: 300)])
    }

    /// The records that it was opened for, though others have taken their rows meanwhile.
    @Test func itIsAboutTheRecordsThatItWasOpenedFor() throws {
        var zone = try TestZone.corp()
        var desk = Desk([zone])
        desk.press("j", "j", "x")
        try zone.replace(with: "_new._tcp 60 SRV 0 0 1 newcomer ; up", at: desk.now)
        zone.forgetTombstones()
        desk.show([zone])
        desk.wait(.seconds(10))
        desk.press(.enter)
        let request = try #require(desk.requests.first)
        let subject = try #require(request.subjects.first)
        #expect(request.snapshot.zones[subject.zone].catalog.title(of: subject.instance) == "dc1:389")
    }

    @Test func readOnlyItOnlyCopies() throws {
        var desk = try office(readOnly: true)
        desk.press("x")
        #expect(!desk.text.contains("Withdraw"))
        #expect(desk.text.contains("Copy the record"))
        #expect(desk.text.contains("read-only"))
    }

    @Test func recordsAreCopiedInFourForms() throws {
        var desk = try office()
        desk.press("y")
        try choose("Copy a dig command", in: &desk)
        try choose("Copy for nsupdate", in: &desk)
        #expect(
            desk.copies == [
                "_ldap._tcp.corp.example. 60 IN SRV 10 50 389 dc1.corp.example.",
                "dig @10.0.0.53 _ldap._tcp.corp.example. SRV",
                "zone corp.example.\nupdate add _ldap._tcp.corp.example. 60 IN SRV 10 50 389 dc1.corp.example.\nsend",
            ])
        try choose("Copy as JSON", in: &desk)
        guard case .copyJSON(_, let subjects)? = desk.effects.last else {
            Issue.record("nothing is copied")
            return
        }
        #expect(subjects.count == 1)
        #expect(desk.lines.last?.contains("Copied dc1:389 of _ldap._tcp as JSON") == true)
    }

    @Test func serversBecomeArgumentsOfDig() throws {
        for (server, arguments) in [
            ("10.0.0.53:5353", "@10.0.0.53 -p 5353"), ("[2001:db8::1]:53", "@2001:db8::1 -p 53"),
            ("2001:db8::1", "@2001:db8::1"), ("ns1.example", "@ns1.example"), ("a b'c", #"'@a b'\''c'"#),
        ] {
            var zone = try TestZone.corp()
            zone.freshness.server = server
            var desk = Desk([zone])
            desk.press("j", ":")
            desk.type("copy-as dig")
            desk.press(.enter)
            #expect(desk.copies == ["dig \(arguments) _ldap._tcp.corp.example. SRV"])
        }
    }

    /// What is copied is pasted into shells and terminals.
    @Test func hostileNamesAreCopiedEscaped() throws {
        var desk = Desk(try .hostile())
        for _ in 0..<14 {
            desk.press("y")
            for form in ["dig", "nsupdate"] {
                desk.press(":")
                desk.type("copy-as \(form)")
                desk.press(.enter)
            }
            desk.press("j")
        }
        #expect(desk.copies.count > 20)
        for copy in desk.copies {
            #expect(copy.unicodeScalars.allSatisfy { $0 == "\n" || (0x20...0x7E).contains($0.value) })
        }
    }

    @Test func tooMuchIsNotCopied() throws {
        let lines = (0..<1500).map { "_a._tcp 60 SRV 0 0 \($0 + 1) host\($0)" }.joined(separator: "\n")
        var desk = Desk([try TestZone("big.example.", lines)])
        desk.press("y")
        #expect(desk.copies.isEmpty)
        #expect(desk.state.message?.text.hasPrefix("Too much to copy") == true)
    }

    @Test func clicksChoose() throws {
        var desk = try office()
        desk.press("x")
        let row = try #require(desk.lines.firstIndex { $0.contains("Drain") })
        desk.click(row: row, column: 60)
        #expect(desk.requests.map(\.action) == [.drain])
    }

    @Test func withoutARecordThereIsNothingToActOn() throws {
        var desk = Desk([try TestZone("empty.example.", "")])
        for key in ["w", "R", "x", "y"] as [Key] {
            desk.press(key)
            #expect(desk.state.message?.text == "There is no record here that could be acted on")
            #expect(desk.state.overlays.isEmpty)
        }
        #expect(desk.effects.isEmpty)
    }
}
