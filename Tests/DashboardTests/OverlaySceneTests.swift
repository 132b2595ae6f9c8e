import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Whole screens with a plan, a menu, the palette or the help on them.
@Suite struct OverlaySceneTests {
    static let sizes = Array(SceneTests.sizes[..<3])

    private func office(_ size: Size, _ plan: Plan? = nil) throws -> Desk {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", "j")
        if let plan { desk.send(.planned(.success(plan))) }
        return desk
    }

    @Test(arguments: sizes) func aPlan(_ size: Size) throws {
        Golden.check(try office(size, .withdrawal(offers: true)), "plan")
    }

    @Test func aPlanInASCII() throws {
        Golden.check(try office(Self.sizes[1], .withdrawal(offers: true)), "plan-ascii", repertoire: .ascii)
    }

    @Test func aPlanInColours() throws {
        Golden.checkStyles(try office(Self.sizes[1], .withdrawal(offers: true, isLast: true)), "plan-last")
    }

    @Test(arguments: sizes) func aPlanAsCommands(_ size: Size) throws {
        var desk = try office(size, .withdrawal(offers: true))
        desk.press(.tab, "m")
        Golden.check(desk, "plan-nsupdate")
    }

    @Test(arguments: sizes) func aPlanForWhichANameIsTyped(_ size: Size) throws {
        let confirmation = Plan.Confirmation.typed("_ldap._tcp", reason: "the last serving instance")
        var desk = try office(size, .withdrawal(confirmation: confirmation, isLast: true))
        desk.type("_ldap.")
        Golden.check(desk, "plan-typed")
    }

    @Test(arguments: sizes) func aPlanForMany(_ size: Size) throws {
        var desk = try office(size, .many(14))
        desk.type("_sv1")
        desk.press(.enter)
        Golden.check(desk, "plan-many")
    }

    @Test(arguments: sizes) func aPlanUnderWay(_ size: Size) throws {
        var desk = try office(size, .withdrawal())
        desk.press(.tab, .enter)
        desk.send(.progress(.journaled(entry: 12)))
        desk.send(.progress(.sent(update: 0)))
        Golden.check(desk, "plan-running")
    }

    static let outcomes: [PlanOutcome] = [
        PlanOutcome(
            .done, "dc1:389 is withdrawn: the zone does not have it any more.", serial: Serial(rawValue: 2_026_092_215)),
        PlanOutcome(.refused, "REFUSED: Knot answers so when the key is valid but its ACL denies the name."),
        PlanOutcome(
            .overtaken, "NXRRSET: _ldap._tcp has other records than the screen showed. Look at them and try again."),
        PlanOutcome(.unknown, "10.0.0.53 does not answer any more: whether it was carried out is open."),
    ]

    @Test(arguments: sizes, outcomes) func anOutcome(_ size: Size, _ outcome: PlanOutcome) throws {
        var desk = try office(size, .withdrawal())
        desk.press(.tab, .enter)
        desk.send(.progress(.journaled(entry: 12)))
        desk.send(.progress(.sent(update: 0)))
        desk.send(.progress(.settled(update: 0, outcome)))
        if outcome.result == .done { desk.send(.progress(.replicated(server: "ns2"))) }
        desk.send(.progress(.finished(outcome)))
        Golden.check(desk, "plan-\(outcome.result.rawValue)")
    }

    @Test(arguments: sizes) func aHostilePlan(_ size: Size) throws {
        Golden.check(try office(size, .hostile()), "plan-hostile")
    }

    @Test(arguments: sizes) func theMenu(_ size: Size) throws {
        var desk = try office(size)
        desk.press("x", .down)
        Golden.check(desk, "menu")
    }

    @Test(arguments: sizes) func theNumber(_ size: Size) throws {
        var desk = try office(size)
        desk.press("x", .down, .down, .down, .down, .enter)
        desk.type("700000")
        Golden.check(desk, "number")
    }

    @Test(arguments: sizes) func thePalette(_ size: Size) throws {
        var desk = try office(size)
        desk.press(":")
        Golden.check(desk, "palette")
        desk.type("pro")
        Golden.check(desk, "palette-typing")
        desk.press(.control("u"))
        desk.type("weight 70000")
        desk.press(.enter)
        Golden.check(desk, "palette-mistake")
    }

    @Test(arguments: sizes) func theHelpSearched(_ size: Size) throws {
        var desk = try office(size)
        desk.press("?", "/")
        desk.type("page")
        Golden.check(desk, "help-search")
    }

    @Test func theHelpOfAnotherKeyMap() throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: Self.sizes[2], keyMap: KeyMap(.k9s))
        desk.press("?")
        Golden.check(desk, "help-k9s")
    }

    /// Nothing that a terminal obeys comes out of a plan, however it is looked at.
    @Test(arguments: SceneTests.sizes, [Repertoire.unicode, .ascii])
    func aHostilePlanIsDrawnHarmless(_ size: Size, _ repertoire: Repertoire) throws {
        var desk = try office(size, .hostile())
        var frames = [desk.frame(repertoire)]
        desk.press(.tab, "m")
        for _ in 0..<6 {
            desk.press(.pageDown)
            frames.append(desk.frame(repertoire))
        }
        desk.press("m", .backTab)
        desk.send(.input(.paste("\u{202E}name")))
        frames.append(desk.frame(repertoire))
        desk.press(.enter)
        desk.send(.progress(.settled(update: 0, PlanOutcome(.unknown, "\u{1B}[2J\u{9B}x"))))
        desk.send(.progress(.replicated(server: "\u{1B}]52;c;x\u{7}")))
        desk.send(.progress(.finished(PlanOutcome(.unknown, "\u{202E}\u{1B}[2J"))))
        frames.append(desk.frame(repertoire))
        desk.press(.escape)
        frames.append(desk.frame(repertoire))
        for frame in frames { #expect(frame.surface.text.isHarmless(in: repertoire)) }
    }
}
