import ServiceCatalog

/// What there is to say of another server of a zone.
struct ReplicaWords {
    /// `ns3 2 behind for 41s`
    let short: String
    /// `ns3 serial 2026092212, 2 behind for 41s`
    let long: String
    let isInStep: Bool

    init(_ replica: Replica, on canvas: inout Canvas) {
        isInStep = replica.problem == nil && replica.lag == 0
        let state =
            if let problem = replica.problem {
                problem
            } else if let lag = replica.lag, lag > 0 {
                "\(lag) behind" + (replica.behindSince.map { " for \(canvas.age(since: $0))" } ?? "")
            } else {
                replica.lag == 0 ? "in step" : "not heard of yet"
            }
        short = "\(replica.server) \(state)"
        long = replica.serial.map { "\(replica.server) serial \($0), \(state)" } ?? short
    }
}
