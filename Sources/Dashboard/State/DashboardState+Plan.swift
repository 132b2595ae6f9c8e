import ServiceCatalog

/// Plans that were asked for.
extension DashboardState {
    mutating func take(_ answer: Result<Plan, PlanRefusal>) {
        switch answer {
        case .success: break
        case .failure(let refusal): message = Message(refusal.description, .error)
        }
    }
}
