import ArgumentParser

enum Part: String, CaseIterable, ExpressibleByArgument {
    case load
    case probes
    case keys
    case idle
    case churn
    case queries
    case transfer
    case updates
    case forward
    case registration
    case activation
}

/// How much is to be measured.
struct Plan: Sendable {
    var isQuick: Bool
    var rounds: Int
    /// Of the largest zone.
    var instances: Int
    /// Virtual minutes of churn.
    var churnMinutes: Int?
    /// Path of the program.
    var svctop: String
}
