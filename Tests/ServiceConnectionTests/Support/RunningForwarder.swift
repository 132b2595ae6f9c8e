import DNSCore
import ServiceIdentity

@testable import ServiceConnection

/// A forwarder at work, on ports that the kernel picked.
final class RunningForwarder: Sendable {
    let forwarder: Forwarder
    let port: UInt16
    let notes = Notes()
    private let work: Task<Void, Never>

    init(
        to destination: ForwardPlan.Destination, listeners: [ListeningSocket] = [],
        resolver: ServiceResolver = ServiceResolver(), policy: RetryPolicy = RetryPolicy(deadline: .seconds(10)),
        limits: ForwardLimits = ForwardLimits(), front: MutualTLS? = nil, back: MutualTLS? = nil
    ) throws {
        let listeners = try listeners.isEmpty ? [ListeningSocket(at: .loopback, port: 0)] : listeners
        port = listeners[0].port ?? 0
        let plan = ForwardPlan(
            listeners: listeners, to: destination, resolver: resolver, policy: policy, limits: limits)
        let forwarder = try Forwarder(plan, front: front, back: back) { [notes] in notes.add("\($0)") }
        self.forwarder = forwarder
        work = Task { await forwarder.run() }
    }

    var counters: ForwardCounters { forwarder.counters }

    /// Ends it, and what is under way.
    func end() async {
        forwarder.stop()
        forwarder.cut()
        await work.value
    }

    /// Waits until it has ended by itself.
    func ended() async { await work.value }
}

extension IPAddress {
    static let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
}

extension ForwardPlan.Destination {
    static func local(_ port: UInt16) -> Self { .address(.loopback, port: port) }
}
