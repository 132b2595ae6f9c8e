import DNSCore
import Glibc
import PeerServers
import Testing

@testable import ServiceIdentity

/// What a site's authority issues is good for openssl and for us, and nothing is overwritten.
@Suite struct SiteAuthorityTests {
    private static let now = TestSite.now
    private static let day: Int64 = 86_400
    private let folder: TemporaryFolder
    private let authority: SiteAuthority
    private let web: LeafProfile

    init() throws {
        folder = try TemporaryFolder()
        authority = try .make(in: "\(folder.path)/deep/ca", name: "Site", at: Self.now)
        web = try LeafProfile(DomainName(TestSite.service), hosts: ["h1.internal", "127.0.0.1", "2001:db8::1"])
    }

    private func mode(_ file: String) throws -> mode_t {
        var status = stat()
        try #require(stat(file, &status) == 0, "\(file)")
        return status.st_mode & 0o777
    }

    private func openssl(_ arguments: String...) async throws -> Tool.Result {
        try await Tool.run("openssl", arguments)
    }

    @Test("keys are only their owner's")
    func modes() throws {
        #expect(try mode(authority.folder) == 0o700)
        #expect(try mode("\(authority.folder)/ca.key") == 0o600)
        let issued = try authority.issue(web, to: "\(folder.path)/out", at: Self.now)
        #expect(issued.file == "\(folder.path)/out/_http._tcp.web.svc.internal.pem")
        #expect(try mode(issued.keyFile) == 0o600)
        #expect(try mode("\(folder.path)/out") == 0o700)
        #expect(try mode("\(authority.folder)/issued") == 0o600)
    }

    @Test(
        "openssl takes what is issued for servers and for clients, and reads the names in it",
        .needs(programs: "openssl"))
    func foreignJudge() async throws {
        let issued = try authority.issue(web, at: Self.now)
        for purpose in ["sslserver", "sslclient"] {
            let verified = try await openssl(
                "verify", "-x509_strict", "-purpose", purpose, "-CAfile", authority.certificateFile, issued.file)
            #expect(verified.succeeded, "\(verified.output)")
        }
        let text = try await openssl("x509", "-in", issued.file, "-noout", "-text").output
        #expect(text.contains("othername: SRVName::_http.web.svc.internal, DNS:web.svc.internal, DNS:h1.internal"))
        #expect(text.contains("IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1"))
        #expect(text.contains("CA:FALSE"))
        #expect(text.contains("TLS Web Server Authentication, TLS Web Client Authentication"))
        let own = try await openssl("x509", "-in", authority.certificateFile, "-noout", "-text").output
        #expect(own.contains("CA:TRUE, pathlen:0"))
        #expect(own.contains("X509v3 Key Usage: critical\n                Certificate Sign\n"))

        let client = try authority.issue(LeafProfile(DomainName("backup.internal."), uses: [.client]), at: Self.now)
        let wrong = try await openssl(
            "verify", "-purpose", "sslserver", "-CAfile", authority.certificateFile, client.file)
        #expect(!wrong.succeeded)
        let key = try await openssl("pkey", "-in", issued.keyFile, "-noout", "-text")
        #expect(key.output.contains("prime256v1"))
    }

    @Test("names that are too long for a subject stand in the names alone", .needs(programs: "openssl"))
    func longName() async throws {
        let label = String(repeating: "x", count: 60)
        let profile = try LeafProfile(DomainName("_http._tcp.\(label).\(label).internal."))
        let issued = try authority.issue(profile, at: Self.now)
        let verified = try await openssl("verify", "-x509_strict", "-CAfile", authority.certificateFile, issued.file)
        #expect(verified.succeeded, "\(verified.output)")
        let judge = try PeerJudge(PeerIdentityPolicy(trust: .authorities(files: [authority.certificateFile])))
        let peer = try PeerCertificate(file: issued.file)
        #expect(peer.subject == "")
        #expect(
            await judge.fault(of: [peer], as: ExpectedPeer(services: [profile.name]), in: .server, at: Self.now) == nil)
    }

    @Test("serial numbers are of 128 bits and never the same")
    func serials() throws {
        let serials = try (0..<20).map { number in
            try authority.issue(LeafProfile(DomainName("n\(number).internal.")), at: Self.now).serial
        }
        #expect(Set(serials).count == 20)
        #expect(serials.allSatisfy { (26...34).contains($0.count) }, "\(serials)")
    }

    @Test("a renewed certificate has the names and the key, and so the pin, of the one before")
    func renewal() throws {
        let first = try authority.issue(web, days: 30, at: Self.now)
        let before = try PeerCertificate(file: first.file)
        let later = Self.now + 25 * Self.day
        let second = try authority.renew(first, at: later)
        let after = try PeerCertificate(file: first.file)
        #expect(second.file == first.file)
        #expect(after.pin == before.pin)
        #expect(after.names == before.names)
        #expect(after.serial != before.serial)
        #expect(after.notAfter - after.notBefore == before.notAfter - before.notBefore)
        #expect(after.notAfter == later + 30 * Self.day)
        #expect(try authority.issued() == [second])
        _ = try Credentials(certificateFile: second.file, keyFile: second.keyFile, at: later)

        _ = try authority.renew(second, isKeyNew: true, at: later)
        #expect(try PeerCertificate(file: first.file).pin != before.pin)
        _ = try Credentials(certificateFile: second.file, keyFile: second.keyFile, at: later)
        #expect(try mode(second.keyFile) == 0o600)
    }

    @Test("a certificate is near its end when a third of its life is left")
    func nearEnd() throws {
        let issued = try authority.issue(web, days: 30, at: Self.now)
        #expect(!issued.isNearEnd(at: Self.now))
        #expect(!issued.isNearEnd(at: Self.now + 19 * Self.day))
        #expect(issued.isNearEnd(at: Self.now + 21 * Self.day))
        #expect(issued.isNearEnd(at: Self.now + 60 * Self.day))
        #expect(issued.ends(within: 10 * Self.day, at: Self.now + 20 * Self.day))
        #expect(!issued.ends(within: 10 * Self.day, at: Self.now + 19 * Self.day))
    }

    @Test("what is there is not overwritten, and a link is not followed")
    func noOverwriting() throws {
        #expect(throws: SiteAuthorityError.isThere(folder: authority.folder)) {
            try SiteAuthority.make(in: authority.folder, name: "Other", at: Self.now)
        }
        let issued = try authority.issue(web, at: Self.now)
        #expect(throws: SiteAuthorityError.isIssued(web.name, file: issued.file)) {
            try authority.issue(web, at: Self.now)
        }
        let output = "\(folder.path)/out"
        mkdir(output, 0o700)
        try folder.write("precious", "kept")
        symlink("\(folder.path)/precious", "\(output)/a.internal.key")
        symlink("\(folder.path)/precious", "\(output)/b.internal.pem")
        for name in ["a.internal.", "b.internal."] {
            #expect(throws: SiteAuthorityError.self) {
                try authority.issue(LeafProfile(DomainName(name)), to: output, at: Self.now)
            }
        }
        #expect(folder.read("precious") == "kept")
        #expect(access("\(output)/b.internal.key", F_OK) != 0, "no key is left without its certificate")
    }

    @Test("an authority that has expired issues nothing, and nothing outlives it")
    func end() throws {
        let short = try SiteAuthority.make(in: "\(folder.path)/short", name: "Short", days: 10, at: Self.now)
        let issued = try short.issue(web, days: 30, at: Self.now)
        #expect(issued.until == Self.now + 10 * Self.day)
        #expect(throws: SiteAuthorityError.expired(folder: short.folder, at: Self.now + 10 * Self.day)) {
            try SiteAuthority(folder: short.folder, at: Self.now + 11 * Self.day)
        }
    }

    @Test("a folder without an authority, or with half of one, is told")
    func badFolders() throws {
        #expect(throws: SiteAuthorityError.noAuthority(folder: folder.path)) {
            try SiteAuthority(folder: folder.path, at: Self.now)
        }
        let other = try SiteAuthority.make(in: "\(folder.path)/other", name: "Other", at: Self.now)
        rename("\(other.folder)/ca.key", "\(authority.folder)/ca.key")
        #expect(throws: SiteAuthorityError.mismatch(folder: authority.folder)) {
            try SiteAuthority(folder: authority.folder, at: Self.now)
        }
        try folder.write("other/ca.key", "no key")
        #expect(throws: SiteAuthorityError.self) { try SiteAuthority(folder: other.folder, at: Self.now) }
    }

    @Test(
        "names that cannot stand in a certificate are refused",
        arguments: ["a b.internal.", "a\\.b.internal.", "*.internal.", "_http._tcp.a_b.internal.", "."])
    func badNames(name: String) throws {
        #expect(throws: SiteAuthorityError.self) { try LeafProfile(DomainName(name)) }
        #expect(throws: SiteAuthorityError.self) { try LeafProfile(DomainName("x."), hosts: ["a b"]) }
        for host in ["", "a..b", ".a", String(repeating: "x", count: 64), "a_b", "*.internal"] {
            #expect(throws: SiteAuthorityError.badName(host)) { try LeafProfile(DomainName("x."), hosts: [host]) }
        }
    }

    @Test("the index is read as it was written, and lines that make no sense are left out")
    func index() throws {
        let issued = try authority.issue(web, to: "\(folder.path)/a folder", at: Self.now)
        let line = issued.line
        #expect(IssuedCertificate(line: line[...]) == issued)
        #expect(
            line.hasSuffix(
                " server,client h1.internal,127.0.0.1,2001:db8::1 \(folder.path)/a folder/_http._tcp.web.svc.internal.pem"
            ))
        try folder.write(
            "deep/ca/issued",
            "nonsense\n\n1 never ever x. server - f\n1 20300101000000 20200101000000 x. server - f\n\(line)\n")
        #expect(try authority.issued() == [issued])
    }
}
