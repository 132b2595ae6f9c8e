import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The first lines: where one is, and what one may do there.
@Suite struct HeaderTests {
    private func desk(_ size: Size, context: String, readOnly: Bool = false) throws -> Desk {
        var premises = Premises()
        premises.isReadOnly = readOnly
        premises.contexts[try DomainName("corp.example.")] = Premises.Context(
            name: context, isProduction: context == "prod")
        return Desk(try TestZone.corpSnapshot(), size: size, premises: premises)
    }

    @Test(arguments: SceneTests.sizes) func production(_ size: Size) throws {
        let desk = try desk(size, context: "prod")
        Golden.check(desk, "production")
        #expect(desk.lines[0].contains("prod"))
    }

    @Test(arguments: SceneTests.sizes) func readOnly(_ size: Size) throws {
        let desk = try desk(size, context: "lab", readOnly: true)
        Golden.check(desk, "read-only")
        #expect(desk.lines[0].contains("lab") && desk.lines[0].contains(size.columns < 60 ? " ro " : "read-only"))
    }

    @Test func productionChangesTheFrame() throws {
        let size = Size(rows: 40, columns: 120)
        let row = try desk(size, context: "lab").state.layout.details.row
        let lab = try desk(size, context: "lab").frame().surface[row, 60].style
        let production = try desk(size, context: "prod").frame().surface[row, 60].style
        #expect(lab != production)
    }

    @Test func everyReplicaIsToldWithItsSerialWhereThereIsRoom() throws {
        let wide = try desk(Size(rows: 60, columns: 200), context: "lab").lines[0]
        #expect(wide.contains("ns3 serial 2026092212, 2 behind for 41s"))
        #expect(wide.contains("ns2 serial 2026092214, in step"))
        #expect(wide.contains("key ops-hmac") && wide.contains("NOTIFY") && wide.contains("IXFR+3 4m ago"))
        let narrow = try desk(Size(rows: 24, columns: 80), context: "lab").lines[0]
        #expect(narrow.contains("ns3 2 behind for 41s"))
    }
}
