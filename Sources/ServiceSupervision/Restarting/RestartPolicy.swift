/// When a program that has ended is started again, in systemd's words.
package enum RestartPolicy: String, CaseIterable, Hashable, Sendable {
    case no
    case onFailure = "on-failure"
    case always

    /// - Parameter isFailure: it has not ended cleanly, or not become ready in time.
    package func restarts(afterFailure isFailure: Bool) -> Bool {
        switch self {
        case .no: false
        case .onFailure: isFailure
        case .always: true
        }
    }
}
