import DNSClient
import DNSCore
import NIOCore
import ServiceIdentity

/// Connects to single endpoints of a service, and has them prove who they are where that is asked for.
struct InstanceCaller: Sendable {
    let service: DomainName
    let resolver: ServiceResolver
    let dialer: Dialer
    let tls: MutualTLS?

    func call(
        _ endpoint: ServiceEndpoint, of instance: FoundInstance, _ leash: ChannelLeash
    ) async throws(ConnectionFault) -> EstablishedConnection {
        guard let tls else { return try await dialer.dial(endpoint, leash) }
        let pins = try await pins(of: instance)
        let peer = ExpectedPeer(service: service, target: endpoint.target, pins: pins)
        return try await dialer.dial(endpoint, leash) { try tls.clientHandlers(for: peer) }
    }

    /// What the records say of an instance's keys. That they cannot be asked for does not mean that there are none.
    private func pins(of instance: FoundInstance) async throws(ConnectionFault) -> Set<CertificatePin> {
        let location = instance.location
        do throws(LookupFault) {
            let texts = try await resolver.records(.txt, at: instance.owner)
            guard let owner = try? CertificatePin.owner(target: location.target, port: location.port) else { return [] }
            let associations = try await resolver.records(.tlsa, at: owner)
            return CertificatePin.expected(
                target: location.target, port: location.port,
                texts: texts.compactMap { if case .txt(let text) = $0 { text } else { nil } },
                associations: associations.compactMap { if case .tlsa(let data) = $0 { data } else { nil } })
        } catch {
            throw .unpinned(error)
        }
    }
}
