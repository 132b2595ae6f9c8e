import Dashboard
import ServiceCatalog
import Terminal
import Testing

@testable import Scenes

/// Every scene in `Tests/Scenes` looks as it is kept there, at every size, and the same things happen in it.
@Suite struct FixtureTests {
    @Test func thereAreScenes() { #expect(Fixture.all.count >= 12) }

    @Test(arguments: Fixture.all, Fixture.sizes) func frames(_ fixture: Fixture, _ size: Size) throws {
        fixture.check(try fixture.frames(size), "\(size.columns)x\(size.rows)")
    }

    @Test(arguments: Fixture.all) func events(_ fixture: Fixture) throws {
        fixture.check(try fixture.events(), "events")
    }

    /// What happens does not depend on the size of the screen.
    @Test(arguments: Fixture.all) func theSizeChangesNothingInTheWorld(_ fixture: Fixture) throws {
        let small = try fixture.played(Fixture.sizes[0])
        let large = try fixture.played(Fixture.sizes[3])
        #expect(small.events == large.events)
        #expect(small.last.at == large.last.at)
    }

    /// Only ASCII, everywhere, in the same cells.
    @Test(arguments: Fixture.all) func everySceneCanBeDrawnInASCII(_ fixture: Fixture) throws {
        let play = try fixture.played(Fixture.sizes[2])
        for moment in play.moments + [play.last] {
            let surface = render(moment.dashboard, theme: .night, repertoire: .ascii).surface
            #expect(surface.text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        }
    }
}
