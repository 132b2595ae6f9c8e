/// Something that happens to an instance of the demonstration.
struct DemoAct: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Its process dies and nobody tells the DNS.
        case dies
        /// It listens again at the port that it had.
        case returns
        /// It takes its own record away, then ends.
        case withdraws
        /// It listens, and registers.
        case registers
    }

    /// From the start, at speed 1.
    var at: Duration
    var kind: Kind
    /// `_http._tcp.web`, and the host there.
    var service: String
    var host: String
}
