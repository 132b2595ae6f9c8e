import Testing

@testable import ServiceConnection

@Suite("Descriptors: nobody is let in whom there is no way on for")
struct DescriptorBudgetTests {
    @Test(
        "connections, pipes and the rest of the process fit into the limit",
        arguments: [3, 16, 40, 256, 1024, 20_000, 1_048_576, Int.max], [1, 2, 4096, 1_000_000])
    func fits(limit: Int, wanted: Int) {
        let budget = DescriptorBudget(limit: limit, wanted: wanted)
        #expect((1...wanted).contains(budget.connections) && budget.pipes >= 0)
        if limit >= 16 { #expect(2 * budget.connections + 2 * budget.pipes < limit) }
    }

    @Test("as many connections as are wanted, where that can be")
    func wanted() {
        #expect(DescriptorBudget(limit: 20_000, wanted: 4096).connections == 4096)
        #expect(DescriptorBudget(limit: 1024, wanted: 4096).connections == 320)
    }
}
