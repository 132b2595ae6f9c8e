import CPlatform
import DNSCore
import ServiceCatalog
import ServiceProbing
import ServiceRegistration

/// Asks a program at all of its ports, by the probe of the kind that each service has, whether it answers.
struct ReadinessProbe: Sendable {
    private let targets: [ProbeTarget]

    init(_ ports: [ClaimedPort]) {
        var targets: [ProbeTarget] = []
        for port in ports {
            let transport: Transport = port.transport == .udp ? .udp : .tcp
            var labels = (port.owners.first ?? .root).labels
            let kind = ProbeKind.of(serviceLabel: labels.next().map(Array.init) ?? [], transport: transport)
            for descriptor in port.descriptors {
                guard let address = Self.address(of: descriptor) else { continue }
                let endpoint = Endpoint(address: address, port: port.port, transport: transport)
                targets.append(ProbeTarget(id: UInt32(targets.count), endpoint: endpoint, kind: kind))
            }
        }
        self.targets = targets
    }

    /// Whether anything is asked. A mere connection is taken by the kernel, for whoever listens: it says less than
    /// `Readiness.listening`.
    var asks: Bool { targets.contains { $0.kind != .none && $0.kind != .tcpConnect } }

    /// What no probe is known for counts as answering.
    func isAnswered() async -> Bool {
        var policy = ProbePolicy(timeout: .seconds(1))
        policy.fallAfter = 1
        guard let sweep = try? ProbeSweep(targets, policy: policy) else { return false }
        return await sweep.collect().allSatisfy { $0.verdict == .up || $0.verdict == .unknown }
    }

    /// What a socket is bound to, or where it is reached from here.
    private static func address(of descriptor: Int32) -> IPAddress? {
        var peer = platform_peer()
        guard platform_datagram_address(descriptor, &peer) == 0 else { return nil }
        if peer.is_v6 == 0 {
            return .v4(IPv4Address(rawValue: peer.low == 0 ? 0x7F00_0001 : UInt32(truncatingIfNeeded: peer.low)))
        }
        let isAny = peer.high == 0 && peer.low == 0
        return .v6(IPv6Address(high: peer.high, low: isAny ? 1 : peer.low))
    }
}
