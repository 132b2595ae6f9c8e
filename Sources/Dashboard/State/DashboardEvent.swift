import ServiceCatalog
import Terminal

/// What can happen to the dashboard. Everything comes with the time at which it did: nothing here reads a clock.
package enum DashboardEvent: Sendable {
    case input(KeyEvent)
    case resized(Size)
    case snapshot(Snapshot)
    /// The answer to `Effect.arrange`.
    case arranged(Arrangement)
    /// The time that the last frame asked to be woken at has come.
    case tick
    /// What came of an effect, to be told to the user.
    case message(Message)
    /// The answer to `Effect.plan`.
    case planned(Result<Plan, PlanRefusal>)
    /// The answer to `Effect.listThemes`.
    case themes(ThemeListing)
    /// How the plan that is being carried out fares.
    case progress(PlanProgress)

    var isInput: Bool {
        switch self {
        case .input, .resized: true
        default: false
        }
    }
}
