import DNSClient
import DNSCore

/// Gives a service its place in DNS, and holds it.
///
/// `claim`, `register` once the service is ready, `hold` until it is to end, `withdraw`.
public actor Registrar {
    public let plan: ServicePlan
    private let client: DNSClient
    private let tell: @Sendable (RegistrationEvent) -> Void

    public init(
        _ plan: ServicePlan, client: DNSClient = DNSClient(),
        events: @escaping @Sendable (RegistrationEvent) -> Void = { _ in }
    ) {
        self.plan = plan
        self.client = client
        tell = events
    }

    /// Looks up the own names and takes their ports: those registered before where they can be had, new ones otherwise.
    /// Sends nothing. A server that cannot be asked keeps no service from starting.
    public func claim(_ use: PortUse = .listen) async throws(RegistrationError) -> [ClaimedPort] {
        throw .plan("not there yet")
    }

    /// Lets go of sockets that nobody takes over: before a program binds the reserved ports itself, or at the end.
    public func releasePorts() {}

    /// Registers: one update for each zone and key where anything differs, none where all is there. Returns when the
    /// server shows it.
    ///
    /// Where this throws something transient, `hold` goes on trying.
    public func register() async throws(RegistrationError) {
        throw .plan("not there yet")
    }

    /// Renews, looks, puts back what was lost, until its task is cancelled; registers first, where that has not worked yet.
    public func hold() async {}

    /// Withdraws what is ours, at once. A server that does not answer is given up after a few seconds.
    public func withdraw() async throws(RegistrationError) {
        throw .plan("not there yet")
    }
}
