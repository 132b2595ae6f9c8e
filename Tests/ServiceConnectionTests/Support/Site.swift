import DNSCore
import Glibc
import PeerServers
import ServiceIdentity

/// Certificates from an authority of the test's own.
final class Site: Sendable {
    private let folder: TemporaryFolder
    private let authority: SiteAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try .make(in: "\(folder.path)/ca", name: "test site", at: Int64(time(nil)))
    }

    /// A certificate for a name, and what others see of it.
    func credentials(_ name: String) throws -> Credentials {
        let issued = try authority.issue(
            try LeafProfile(try DomainName(name), hosts: ["four.svc.test"]), at: Int64(time(nil)))
        return try Credentials(certificateFile: issued.file, keyFile: issued.keyFile)
    }

    var trust: PeerIdentityPolicy.Trust { .authorities(files: [authority.certificateFile]) }

    /// As someone who trusts this authority.
    func tls(as name: String?) throws -> MutualTLS {
        try MutualTLS(
            credentials: try name.map { try credentials($0) },
            policy: PeerIdentityPolicy(trust: trust))
    }

    /// As someone who trusts the keys in the records alone.
    func pinning(as name: String) throws -> MutualTLS {
        try MutualTLS(credentials: try credentials(name), policy: .pinned())
    }
}
