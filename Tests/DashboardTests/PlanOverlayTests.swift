import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The plan dialog: what it takes to send something, and what is seen meanwhile.
@Suite struct PlanOverlayTests {
    private func desk(_ plan: Plan, size: Size = Size(rows: 40, columns: 120), premises: Premises = Premises()) throws
        -> Desk
    {
        var desk = Desk(try TestZone.corpSnapshot(), size: size, premises: premises)
        desk.send(.planned(.success(plan)))
        return desk
    }

    private func overlay(_ desk: Desk) throws -> PlanOverlay {
        try #require(desk.state.overlays.last as? PlanOverlay)
    }

    @Test func cancelHasTheFocusSoEnterSendsNothing() throws {
        var desk = try desk(.withdrawal())
        desk.press(.enter, .enter, .enter)
        #expect(!desk.hasExecuted)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test(arguments: [Key.escape, "q"]) func isLeftWithoutSending(_ key: Key) throws {
        var desk = try desk(.withdrawal())
        desk.press(key)
        #expect(desk.state.overlays.isEmpty)
        #expect(!desk.hasExecuted)
    }

    /// Not one key, whatever it is.
    @Test func noSingleKeySends() throws {
        let letters = (0x20...0x7E).compactMap { Unicode.Scalar($0) }.map { Key(.character(Character($0))) }
        let others = KeyMap.standard.bindings.flatMap(\.keys) + (1...12).map { Key.function($0) }
        for key in letters + others {
            for plan in [try Plan.withdrawal(offers: true), try .many(7)] {
                var desk = try desk(plan)
                desk.press(key)
                #expect(!desk.hasExecuted, "\(key)")
            }
        }
    }

    @Test func theFocusMovesToTheButtonAndEnterSends() throws {
        let plan = try Plan.withdrawal()
        for way in [Key.tab, .right, .left, .backTab] {
            var desk = try desk(plan)
            desk.press(way, .enter)
            #expect(desk.executed == [plan])
        }
    }

    /// What sleeps is started like everything else: the plan first, then the button.
    @Test func aStartIsPlannedAndSendsNoUpdate() throws {
        var asking = Desk(try TestZone.corpSnapshot())
        asking.press("j", "A")
        #expect(asking.effects.contains { if case .plan(let request) = $0 { request.action == .start } else { false } })
        let plan = Plan(
            .start, lines: [], updates: [],
            starts: [Plan.Start(standIn: StandIn(path: "/run/svctop/web.sock", user: 0), service: "web", startCount: 0)]
        )
        var desk = try desk(plan)
        desk.press("m", "y")
        #expect(!desk.hasExecuted)
        #expect(desk.text.contains("to the stand-in at /run/svctop/web.sock"))
        desk.press(.tab, .enter)
        #expect(desk.executed == [plan])
        desk.send(.progress(.sent(update: 0)))
        desk.send(.progress(.settled(update: 0, PlanOutcome(.done, "web runs"))))
        desk.send(.progress(.finished(PlanOutcome(.done, "web runs"))))
        #expect(desk.text.contains("✓ Started"))
        #expect(!desk.text.contains("undo it"))
    }

    @Test func enterPressedTwiceSendsOnce() throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter, .enter, .tab, .enter, .enter)
        #expect(desk.executed.count == 1)
        #expect(try overlay(desk).isFollowing)
    }

    @Test func theNameHasToBeTypedExactly() throws {
        var desk = try desk(.many(7))
        desk.press(.enter)
        desk.type("_svc0._TCP")
        desk.press(.enter)
        #expect(!desk.hasExecuted)
        #expect(desk.text.contains("this is another text"))
        desk.press(.tab, .tab, .enter)
        #expect(!desk.hasExecuted)
        desk.press(.control("u"))
        desk.type("_svc0._tcp")
        desk.press(.enter)
        #expect(desk.executed.count == 1)
    }

    @Test func lettersGoIntoTheFieldAndNowhereElse() throws {
        var desk = try desk(.many(7))
        desk.type("qmy :?")
        #expect(try overlay(desk).field.text == "qmy :?")
        #expect(desk.effects.isEmpty)
    }

    @Test func twoPlansAreNeverCarriedOutAtOnce() throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter, .escape)
        #expect(desk.state.overlays.isEmpty)
        desk.press("w")
        #expect(desk.requests.isEmpty)
        #expect(desk.state.message?.text.contains("still under way") == true)
        // Even if a plan comes that nobody waits for any more.
        desk.send(.planned(.success(try .withdrawal())))
        desk.press(.tab, .enter)
        #expect(desk.executed.count == 1)
        desk.press(.escape)
        desk.send(.progress(.finished(PlanOutcome(.done, "Done."))))
        desk.press("w")
        #expect(desk.requests.count == 1)
    }

    @Test func aSecondKeyWaitsForTheFirstPlan() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "w", "w", "R", "u")
        #expect(desk.requests.count == 1)
        desk.send(.planned(.failure(PlanRefusal("No key covers corp.example."))))
        #expect(desk.state.message == Message("No key covers corp.example.", .error))
        desk.press("R")
        #expect(desk.requests.count == 2)
    }

    @Test func offersAreTakenOnlyWhenAsked() throws {
        let plan = try Plan.withdrawal(offers: true)
        var desk = try desk(plan)
        #expect(desk.text.contains("[ ] also delete the address"))
        #expect(!desk.text.contains("delete   dc1.corp.example. A"))
        desk.press(.left, " ")
        #expect(desk.text.contains("[x] also delete the address"))
        #expect(desk.text.contains("delete   dc1.corp.example. A 10.0.1.11"))
        desk.press(.left, .enter)
        #expect(desk.executed.count == 1)
        #expect(desk.executed.first?.finalUpdates.first?.request.changes.count == 2)
    }

    @Test func theDialogKeepsItsPlaceWhateverIsChosen() throws {
        var desk = try desk(.withdrawal(offers: true))
        let frame = { (desk: Desk) in try overlay(desk).frame(in: desk.state.layout.body, desk.state) }
        let before = try frame(desk)
        desk.press(.left, " ", .right, "m")
        #expect(try frame(desk) == before)
    }

    @Test func theTextForNsupdateIsShownAndCopied() throws {
        var desk = try desk(.withdrawal())
        #expect(desk.text.contains("only if  the SRV records of _ldap._tcp.corp.example are exactly these 4:"))
        desk.press("m")
        #expect(desk.text.contains("prereq yxrrset _ldap._tcp.corp.example. SRV 10 50 389 dc1.corp.example."))
        #expect(desk.text.contains("update delete _ldap._tcp.corp.example. SRV 10 50 389 dc1.corp.example."))
        desk.press("y")
        let copy = try #require(desk.copies.first)
        #expect(copy.hasPrefix("; signed with the key ops-hmac\nserver 10.0.0.53\nzone corp.example.\nprereq yxrrset "))
        #expect(copy.hasSuffix("\nsend"))
        #expect(desk.lines.last?.contains("Copied") == true)
    }

    @Test func theDialogFollowsToTheEnd() throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter)
        #expect(desk.text.contains("being written"))
        desk.send(.progress(.journaled(entry: 12)))
        #expect(desk.text.contains("entry 12, on disk"))
        desk.send(.progress(.sent(update: 0)))
        #expect(desk.text.contains("sent to 10.0.0.53, waiting for the answer"))
        desk.send(.progress(.settled(update: 0, PlanOutcome(.done, "NOERROR; the zone holds it"))))
        desk.send(.progress(.replicated(server: "ns2")))
        desk.send(.progress(.finished(PlanOutcome(.done, "Withdrawn.", serial: Serial(rawValue: 7)))))
        for text in ["NOERROR; the zone holds it", "ns2 shows it", "Done", "Withdrawn.  The zone's serial is 7."] {
            #expect(desk.text.contains(text), "\(text)")
        }
        desk.press(.enter)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.executed.count == 1)
    }

    @Test(arguments: [PlanOutcome.Result.done, .refused, .overtaken, .unknown])
    func onceLeftTheOutcomeBecomesAMessage(_ result: PlanOutcome.Result) throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter, .escape)
        desk.send(.progress(.finished(PlanOutcome(result, "This came of it."))))
        #expect(desk.lines.last?.contains("This came of it.") == true)
        #expect(desk.lines.last?.contains("u undoes it") == (result == .done))
    }

    @Test func leavingTheProgramMeanwhileTakesASecondPress() throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter, .control("c"))
        #expect(!desk.effects.contains { if case .quit = $0 { true } else { false } })
        #expect(desk.state.message?.text.contains("once more") == true)
        desk.press(.control("c"))
        #expect(desk.effects.contains { if case .quit = $0 { true } else { false } })
    }

    @Test func readOnlyPlansNothing() throws {
        var premises = Premises()
        premises.isReadOnly = true
        for key in ["w", "R", "u", .control("y")] as [Key] {
            var desk = Desk(try TestZone.corpSnapshot(), premises: premises)
            desk.press("j", key)
            #expect(desk.requests.isEmpty)
            #expect(desk.state.message?.text.hasPrefix("Read-only") == true)
        }
        // Nor does it send what is there by mistake.
        var desk = try desk(.withdrawal(), premises: premises)
        desk.press(.tab, .enter)
        #expect(!desk.hasExecuted)
    }

    @Test func whatIsAskedForIsWhatTheScreenShows() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "j", "w")
        let request = try #require(desk.requests.first)
        #expect(request.action == .withdraw)
        let subject = try #require(request.subjects.first)
        #expect(request.snapshot.zones[subject.zone].catalog.title(of: subject.instance) == "dc1:389")
        #expect(request.subjects.count == 1)
    }

    /// The rows may be older than what was just changed.
    @Test func undoIsAboutTheNewestZone() throws {
        var zone = try TestZone.corp()
        var desk = Desk([zone])
        desk.press("j", "w")
        desk.send(.planned(.success(try .withdrawal())))
        zone.freshness.serial = Serial(rawValue: 99)
        desk.show([zone])
        desk.press(.tab, .enter)
        desk.send(.progress(.finished(PlanOutcome(.done, "Done."))))
        desk.press("u")
        let request = try #require(desk.requests.last)
        #expect(request.action == .undo(nil))
        #expect(request.snapshot.zones[0].freshness.serial == Serial(rawValue: 99))
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func onAServiceItIsAboutAllOfIt() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("R")
        #expect(desk.requests.first?.subjects.count == 4)
    }

    /// The rows rest while something is being decided about them.
    @Test func rowsStayWhereTheyAreMeanwhile() throws {
        var zone = try TestZone.corp()
        var desk = Desk([zone])
        desk.press("j", "w")
        desk.send(.planned(.success(try .withdrawal())))
        let before = desk.titles
        for _ in 0..<20 {
            desk.wait(.seconds(1))
            try zone.set("ntp1:123", "down refused")
            desk.show([zone])
        }
        #expect(desk.titles == before)
        desk.press(.escape)
        desk.wait(.seconds(5))
        #expect(desk.titles != before)
    }

    @Test func theMouseFocusesFirstAndPressesThen() throws {
        var desk = try desk(.withdrawal())
        let row = try #require(desk.lines.firstIndex { $0.contains("[ Cancel ]") })
        let line = Array(desk.lines[row])
        let column = try #require(line.indices.last { line[$0] == "W" && line[$0...].starts(with: "Withdraw ") })
        desk.click(row: row, column: column)
        #expect(!desk.hasExecuted)
        #expect(desk.text.contains("[ Withdraw ]"))
        desk.click(row: row, column: column)
        #expect(desk.hasExecuted)
    }

    @Test(arguments: SceneTests.sizes) func theButtonsAreAlwaysSeen(_ size: Size) throws {
        for plan in [try Plan.withdrawal(offers: true), try .many(400)] {
            var desk = try desk(plan, size: size)
            for _ in 0..<3 {
                #expect(desk.text.contains("Cancel"))
                #expect(desk.text.contains(plan.buttonTitle))
                desk.press(.pageDown)
            }
        }
    }

    @Test func aLongPlanIsReadToItsEnd() throws {
        var desk = try desk(.many(40), size: Size(rows: 10, columns: 40))
        desk.press(.tab)
        #expect(!desk.text.contains("node39"))
        desk.press(.end)
        #expect(desk.text.contains("node39.rack4"))
    }

    private static let small = Size(rows: 10, columns: 40)

    @Test func onASmallScreenTheReasonIsReadToItsEnd() throws {
        let confirmation = Plan.Confirmation.typed("_ldap._tcp", reason: "lab.example is production")
        var desk = try desk(.withdrawal(confirmation: confirmation), size: Self.small)
        #expect(desk.text.contains("production"))
        desk.press(.enter)
        #expect(desk.text.contains("type it first"))
    }

    @Test func onASmallScreenTheCommandsAreBroughtToWhereTheyAreSeen() throws {
        var desk = try desk(.withdrawal(), size: Self.small)
        let words = desk.text
        #expect(words.contains("m nsupdate"))
        desk.press("m")
        #expect(desk.text.contains("server 10.0.0.53"))
        desk.press("m")
        #expect(desk.text == words)
    }

    @Test func aButtonThatCannotBePressedYetIsMarked() throws {
        var desk = try desk(.many(7))
        #expect(desk.text.contains("(Withdraw 7 records)"))
        desk.type("_svc0._tcp")
        #expect(!desk.text.contains("(Withdraw 7 records)"))
    }

    @Test func whatIsDoneStandsBeforeWhatItDependsOn() throws {
        let text = try desk(.withdrawal()).text
        let done = try #require(text.firstRange(of: "delete   _ldap"))
        let condition = try #require(text.firstRange(of: "only if"))
        #expect(done.lowerBound < condition.lowerBound)
    }

    @Test func theKeyBarSaysThatThereIsMore() throws {
        var desk = try desk(.many(40), size: Size(rows: 24, columns: 80))
        #expect(desk.lines.last?.contains("Down more") == true)
        desk.press(.tab, .end)
        #expect(desk.lines.last?.contains("Up more") == true)
    }

    @Test func whatWasNeverSentWasNotRefused() throws {
        var desk = try desk(.withdrawal())
        desk.press(.tab, .enter)
        desk.send(.progress(.finished(PlanOutcome(.refused, "unreachable: nothing was sent", wasSent: false))))
        #expect(desk.text.contains("Not sent: nothing was changed"))
        #expect(!desk.text.contains("Refused"))
    }

    @Test func undoAndRedoSayWhatTheyAreAbout() throws {
        var plan = try Plan.withdrawal()
        plan.action = .undo(nil)
        plan.reverses = 12
        plan.origin = .withdraw
        #expect(plan.title == "Undo: withdraw dc1:389 (entry 12)")
        plan.action = .redo
        plan.origin = .weight(10)
        #expect(plan.title == "Redo: set weight 10: dc1:389")
    }

    @Test func aPlanThatWasOvertakenSaysSo() throws {
        var zone = try TestZone.corp()
        var desk = Desk([zone])
        let catalog = desk.state.newest.zones[0].catalog
        let service = try DomainName("_ldap._tcp.corp.example.")
        let data = catalog.records(RRsetKey(service, .srv)).map(\.data)
        var plan = try Plan.withdrawal()
        plan.updates[0].request.prerequisites = [.equals(service, data)]
        desk.send(.planned(.success(plan)))
        zone.freshness.serial = Serial(rawValue: 99)
        desk.show([zone])
        #expect(!desk.text.contains("have changed since"))
        plan.updates[0].request.prerequisites = [.equals(service, Array(data.dropLast()))]
        desk.press(.escape)
        desk.send(.planned(.success(plan)))
        desk.show([zone])
        #expect(desk.text.contains("! the records have changed since: this will be refused"))
    }
}
