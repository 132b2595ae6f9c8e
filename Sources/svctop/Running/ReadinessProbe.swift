import CPlatform
import DNSCore
import ServiceCatalog
import ServiceProbing
import ServiceRegistration

/// Asks a program at all of its ports whether it answers: as its TXT record says (`probe=`, `path=`, `status=`), else by the
/// probe of the kind that each service has.
struct ReadinessProbe: Sendable {
    private let targets: [ProbeTarget]

    init(_ ports: [ClaimedPort], of plan: ServicePlan) {
        var targets: [ProbeTarget] = []
        for port in ports {
            let names = plan.names.filter { $0.label == port.label && $0.transport == port.transport }
            let (kind, details) = names.map { Self.request(of: $0, plan) }.max { $0.0 < $1.0 } ?? (.none, nil)
            let transport: Transport = port.transport == .udp ? .udp : .tcp
            for descriptor in port.descriptors {
                guard let address = Self.address(of: descriptor) else { continue }
                let endpoint = Endpoint(address: address, port: port.port, transport: transport)
                targets.append(
                    ProbeTarget(id: UInt32(targets.count), endpoint: endpoint, kind: kind, details: details))
            }
        }
        self.targets = targets
    }

    private static func request(of name: RegisteredName, _ plan: ServicePlan) -> (ProbeKind, ProbeDetails?) {
        var labels = name.service.labels
        let usual = ProbeKind.of(
            serviceLabel: labels.next().map(Array.init) ?? [], transport: name.transport == .udp ? .udp : .tcp)
        let particulars = Particulars(TextStrings(name.texts.map { Array($0.utf8) }))
        let wish = particulars.probe
        var identity = particulars.identity
        identity.pins.formUnion(name.pins)
        guard name.transport == .tcp, let kind = wish.method?.kind(within: identity) else {
            return (usual, usual.isConversation ? details(of: name, plan, wish) : nil)
        }
        return (kind, kind.isConversation ? details(of: name, plan, wish) : nil)
    }

    private static func details(of name: RegisteredName, _ plan: ServicePlan, _ wish: ProbeWish) -> ProbeDetails {
        ProbeDetails(
            host: (plan.target ?? name.service).withoutFinalDot, service: name.service, path: wish.path,
            statuses: wish.statuses)
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
