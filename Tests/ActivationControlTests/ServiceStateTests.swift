import Testing

@testable import ActivationControl

@Suite struct ServiceStateTests {
    @Test func aStateIsReadAsItIsWritten() {
        for state in ServiceState.allCases { #expect(ServiceState(rawValue: "\(state.rawValue)") == state) }
    }
}
