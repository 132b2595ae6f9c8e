import DNSCore
import NIOCore
import NIOPosix
import Testing

@testable import ServiceIdentity

/// TLS on a connection that is there already.
@Suite struct LateStartTests {
    @Test("who is there is known once it is proved, and what is wrong is one error")
    func lateStart() async throws {
        let site = try TestSite()
        let policy = PeerIdentityPolicy(trust: site.trust)
        let holder = try site.issue()
        let tls = try MutualTLS(credentials: site.issue("backup.internal.").credentials, policy: policy)
        let server = try await EchoServer.start(MutualTLS(credentials: holder.credentials, policy: policy))
        let channel = {
            try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: server.port).get()
        }

        let service = ExpectedPeer(services: [try DomainName(TestSite.service)])
        let good = try await channel()
        #expect(try await tls.startClient(on: good, for: service).get() == holder.certificate)
        try await good.close()

        let bad = try await channel()
        let other = ExpectedPeer(services: [try DomainName("_x._tcp.y.internal.")])
        await #expect(throws: IdentityFault.self) { try await tls.startClient(on: bad, for: other).get() }
        try await bad.closeFuture.get()
        let nobody = try await channel()
        await #expect(throws: IdentityFault.noExpectedName) {
            try await tls.startClient(on: nobody, for: .anyone).get()
        }
        try await nobody.close()
    }
}
