import Crypto
import DNSCore
import NIOSSL
import PeerServers
import SwiftASN1
import Testing
import X509

@testable import ServiceIdentity

/// How a certificate is judged, at any time and with any chain.
@Suite(.needs(programs: "openssl"))
struct JudgementTests {
    private static let day: Int64 = 86_400
    private let service: ExpectedPeer

    init() throws {
        service = ExpectedPeer(services: [try DomainName(TestSite.service)])
    }

    private func fault(_ holder: TestSite.Holder, _ site: TestSite, at time: Int64) async throws -> IdentityFault? {
        let judge = try PeerJudge(PeerIdentityPolicy(trust: site.trust))
        return await judge.fault(of: [holder.certificate], as: service, in: .server, at: time)
    }

    @Test("a certificate is valid from its first second to its last")
    func edges() async throws {
        let site = try TestSite(validity: 0..<4_000_000_000)
        let (first, last): (Int64, Int64) = (1_000_000, 2_000_000)
        let holder = try site.issue(validity: first..<last)
        #expect(try await fault(holder, site, at: first) == nil)
        #expect(try await fault(holder, site, at: last) == nil)
        #expect(try await fault(holder, site, at: first - 1) == .notYetValid(from: first))
        #expect(try await fault(holder, site, at: last + 1) == .expired(at: last))
        #expect(try await fault(holder, site, at: .max / 4) == .expired(at: last))
        #expect(try await fault(holder, site, at: .min / 4) == .notYetValid(from: first))
    }

    @Test("nobody is nobody")
    func noCertificate() async throws {
        let judge = try PeerJudge(.pinned())
        #expect(await judge.fault(of: [], as: .anyone, in: .client, at: 0) == .noCertificate)
    }

    @Test("an authority out of its time is named, and not what it has issued")
    func oldAuthority() async throws {
        let key = P256.Signing.PrivateKey()
        let renewed = try CertificateIssuer.root("site", key: key, validity: TestSite.valid)
        let old = try CertificateIssuer.root("site", key: key, validity: TestSite.expired)
        let site = try TestSite()
        let profile = try LeafProfile(DomainName(TestSite.service))
        let leaf = try PeerCertificate(renewed.issue(profile, for: key.publicKey, validity: TestSite.valid))
        let oldFile = try site.folder.write("old.pem", old.certificate.serializeAsPEM().pemString)
        let judge = try PeerJudge(PeerIdentityPolicy(trust: .authorities(files: [oldFile])))
        #expect(
            await judge.fault(of: [leaf], as: service, in: .server, at: TestSite.now)
                == .issuerOutdated(issuer: "CN=site"))
        // While one authority takes over from another, both are trusted.
        let newFile = try site.folder.write("new.pem", renewed.certificate.serializeAsPEM().pemString)
        let both = try PeerJudge(PeerIdentityPolicy(trust: .authorities(files: [oldFile, newFile])))
        #expect(await both.fault(of: [leaf], as: service, in: .server, at: TestSite.now) == nil)
    }

    @Test("what a service was issued issues nothing itself")
    func leafIsNoAuthority() async throws {
        let site = try TestSite()
        let key = P256.Signing.PrivateKey()
        let leaf = try site.issue(key: key)
        let forger = CertificateIssuer(leaf.certificate.certificate, key: key)
        let profile = try LeafProfile(DomainName("_http._tcp.bank.svc.internal."))
        let forged = try PeerCertificate(
            forger.issue(profile, for: P256.Signing.PrivateKey().publicKey, validity: TestSite.valid))
        let judge = try PeerJudge(PeerIdentityPolicy(trust: site.trust))
        let bank = ExpectedPeer(services: [profile.name])
        let fault = await judge.fault(of: [forged, leaf.certificate], as: bank, in: .server, at: TestSite.now)
        #expect(fault == .untrusted(issuer: forged.issuer, pin: forged.pin))
    }

    @Test("an authority for clients alone vouches for no server")
    func authorityForOthers() async throws {
        let folder = try TemporaryFolder()
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        let made = try await Tool.run(
            "openssl",
            ["req", "-x509", "-days", "9", "-subj", "/CN=clients' authority", "-addext", "extendedKeyUsage=clientAuth"]
                + key
                + ["-keyout", "\(folder.path)/ca.key", "-out", "\(folder.path)/ca.pem"])
        try #require(made.succeeded, "\(made.output)")
        let authority = CertificateIssuer(
            try PeerCertificate(file: "\(folder.path)/ca.pem").certificate,
            key: try P256.Signing.PrivateKey(file: "\(folder.path)/ca.key"))
        let leaf = try PeerCertificate(
            authority.issue(
                LeafProfile(DomainName(TestSite.service)), for: P256.Signing.PrivateKey().publicKey,
                validity: TestSite.valid))
        // Made after the tests began.
        let now = TestSite.now + 60
        let judge = try PeerJudge(PeerIdentityPolicy(trust: .authorities(files: ["\(folder.path)/ca.pem"])))
        #expect(await judge.fault(of: [leaf], as: service, in: .client, at: now) == nil)
        #expect(
            await judge.fault(of: [leaf], as: service, in: .server, at: now)
                == .untrusted(issuer: leaf.issuer, pin: leaf.pin))
    }

    @Test("a long tangle of authorities that vouch for each other costs no time")
    func tangledChain() async throws {
        let site = try TestSite()
        let key = P256.Signing.PrivateKey()
        let tangle = try (0..<60).map { _ in
            try PeerCertificate(CertificateIssuer.root("tangle", key: key, validity: TestSite.valid).certificate)
        }
        let judge = try PeerJudge(PeerIdentityPolicy(trust: site.trust))
        let start = ContinuousClock.now
        let fault = await judge.fault(of: tangle, as: service, in: .server, at: TestSite.now)
        #expect(fault == .untrusted(issuer: "CN=tangle", pin: tangle[0].pin))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("files of authorities that are missing or hold none are named")
    func authorityFiles() throws {
        let missing = PeerIdentityPolicy(trust: .authorities(files: ["/nonexistent/ca.pem"]))
        #expect(throws: IdentityFault.self) { try PeerJudge(missing) }
        do throws(IdentityFault) {
            _ = try PeerJudge(missing)
        } catch {
            #expect("\(error)" == "the authorities to trust: /nonexistent/ca.pem: No such file or directory")
        }
        let empty = PeerIdentityPolicy(trust: .authorities(files: ["/dev/null"]))
        #expect(throws: IdentityFault.badAuthorities(.noCertificate(file: "/dev/null"))) { try PeerJudge(empty) }
    }
}
