import Testing

@testable import ServiceActivation

@Suite struct PlanTests {
    @Test func aServiceWaitsForAConnectionUnlessToldOtherwise() {
        #expect(ActivatedService("web", "/bin/true", sockets: []).wake == .connect)
    }
}
