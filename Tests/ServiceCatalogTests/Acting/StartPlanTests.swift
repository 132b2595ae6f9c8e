import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("A plan to start what sleeps")
struct StartPlanTests {
    private static let zone = """
        _x._tcp 60 SRV 0 0 1 h
        _x._tcp 60 SRV 0 0 2 h
        _y._tcp 60 SRV 0 0 1 h
        """
    private static let standIn = StandIn(path: "/run/svctop/web.sock", user: 0)

    private func claim(_ service: String, _ state: StandInWord.State) -> Holding.Claim {
        Holding.Claim(
            Self.standIn, StandInWord(service: service, state: state, since: .distantPast, startCount: 2, sockets: []))
    }

    /// - Parameter holding: of each port of `_x._tcp`, and of both services at port 1.
    private func snapshot(_ holding: [UInt16: Holding]) throws -> Snapshot {
        let catalog = try Catalog(apex: Catalog.origin).replaced(with: Self.zone).catalog
        var zone = ZoneSnapshot(
            catalog: catalog, table: HealthTable(ofUnknown: catalog), freshness: ZoneFreshness(server: "ns1"),
            maximumAge: .seconds(3600))
        zone.freshness.confirmedAt = .distantPast
        catalog.forEachInstance { zone.holdings.set(holding[catalog.location(of: $0).port], of: $0) }
        return Snapshot(at: .distantPast, zones: [zone])
    }

    private func plan(
        _ holding: [UInt16: Holding], production: Bool = false, readOnly: Bool = false,
        choosing ports: [UInt16] = [1, 2]
    ) throws -> Result<Plan, PlanRefusal> {
        let snapshot = try snapshot(holding)
        let catalog = snapshot.zones[0].catalog
        var subjects: [PlanRequest.Subject] = []
        catalog.forEachInstance {
            if ports.contains(catalog.location(of: $0).port) {
                subjects.append(PlanRequest.Subject(zone: 0, instance: $0))
            }
        }
        let context = ActingContext(
            zones: [Catalog.origin: ActingContext.Zone(server: "ns1", context: "prod", isProduction: production)],
            isReadOnly: readOnly)
        return Planner(context).plan(PlanRequest(.start, snapshot, subjects: subjects), at: .distantPast)
    }

    private func refusal(_ holding: [UInt16: Holding], choosing ports: [UInt16] = [2]) throws -> String? {
        guard case .failure(let refusal) = try plan(holding, choosing: ports) else { return nil }
        return refusal.description
    }

    @Test("asks each stand-in once for each service, and changes no record")
    func starts() throws {
        let plan = try plan([
            1: Holding(.verified, claim("web", .dormant)), 2: Holding(.verified, claim("api", .waiting)),
        ])
        .get()
        #expect(plan.updates.isEmpty)
        #expect(Set(plan.starts.map(\.service)) == ["web", "api"])
        #expect(plan.starts.count == 2)
        #expect(plan.lines.count == 3)
        #expect(plan.confirmation == .button)
        #expect(plan.commands.isEmpty)
    }

    @Test("of several, those are started that can be; why not the others is said")
    func some() throws {
        let plan = try plan([1: Holding(.verified, claim("web", .dormant)), 2: Holding(.unclaimed)]).get()
        #expect(plan.starts.map(\.service) == ["web"])
        #expect(plan.notes.contains { $0.hasPrefix("left out: h:2: no stand-in") })
    }

    @Test("a production zone asks for a name")
    func production() throws {
        let holding = [UInt16(2): Holding(.verified, claim("api", .dormant))]
        let plan = try plan(holding, production: true, choosing: [2]).get()
        guard case .typed("_x._tcp", _) = plan.confirmation else {
            Issue.record("\(plan.confirmation)")
            return
        }
    }

    @Test("says once and clearly why not")
    func refusals() throws {
        #expect(try refusal([:])?.hasPrefix("h:2 is not started on use") == true)
        #expect(try refusal([2: Holding(.elsewhere)])?.hasPrefix("h:2 is another host's") == true)
        #expect(try refusal([2: Holding(.unclaimed)])?.hasSuffix("or as root") == true)
        #expect(try refusal([2: Holding(.anothers, claim("web", .dormant))])?.contains("another socket") == true)
        #expect(
            try refusal([2: Holding(.verified, claim("web", .active))]) == "h:2 runs already: there is nothing to start"
        )
        #expect(try refusal([2: Holding(.verified, claim("web", .starting))]) == "h:2 is starting already")
        #expect(try refusal([:], choosing: [1, 2])?.hasPrefix("none of the 3 can be started: ") == true)
        guard case .failure(.readOnly) = try plan([:], readOnly: true) else {
            Issue.record("a plan though nothing may be changed")
            return
        }
    }

    @Test("is overtaken once there is nothing to start any more")
    func overtaken() throws {
        let holding = [UInt16(2): Holding(.verified, claim("api", .dormant))]
        let plan = try plan(holding, choosing: [2]).get()
        #expect(plan.holds(in: try snapshot(holding)))
        #expect(!plan.holds(in: try snapshot([2: Holding(.verified, claim("api", .active))])))
        #expect(!plan.holds(in: try snapshot([:])))
    }
}
