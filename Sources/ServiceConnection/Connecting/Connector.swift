import DNSClient
import DNSCore
import NIOCore
import NIOPosix
import ServiceIdentity

/// Connects to services by their names.
///
/// Before each attempt the name is looked up afresh. The instances are tried in the order of RFC 2782, the addresses of
/// each as happy eyeballs (RFC 8305), and what fails is followed by the next at once: one that is not who it has to be
/// has failed, too. When all have failed, it begins anew after a pause, with another look-up, until one accepts or the
/// policy's deadline is over.
///
///     let resolver = ServiceResolver(servers: [Server(try ServerAddress("127.0.0.1:5300"))])
///     let connection = try await Connector(resolver).connect(to: DomainName("_http._tcp.web.svc.internal."))
///     try await connection.begin { try $0.pipeline.syncOperations.addHandler(MyHandler()) }
public struct Connector: Sendable {
    public var resolver: ServiceResolver
    public var policy: RetryPolicy
    /// With it, the peers have to prove that they are the service looked up, by name, and by the keys that its records
    /// name (TLSA, TXT `pin=`) where they name any.
    public var tls: MutualTLS?
    /// Whether the channels stay open when the peer has ended its side (RFC 9293 section 3.6).
    public var allowsHalfClosure = false
    private let group: any EventLoopGroup

    public init(
        _ resolver: ServiceResolver = ServiceResolver(), policy: RetryPolicy = RetryPolicy(), tls: MutualTLS? = nil,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.resolver = resolver
        self.policy = policy
        self.tls = tls
        self.group = group
    }

    /// Connects to one instance.
    ///
    /// A cancelled task ends it at once.
    /// - Parameter pausing: told of each failure of all instances, and how long it is until the next look-up.
    public func connect(
        to service: DomainName, pausing: @escaping @Sendable (ConnectionTrail, Duration) -> Void = { _, _ in }
    ) async throws(ConnectionError) -> EstablishedConnection {
        let dialer = Dialer(group: group, allowsHalfClosure: allowsHalfClosure, timeout: policy.connectTimeout)
        let caller = InstanceCaller(service: service, resolver: resolver, dialer: dialer, tls: tls)
        var drive = ConnectionDrive(ConnectionEffort(to: service, policy: policy), caller, pausing: pausing)
        return try await drive.run().get()
    }
}
