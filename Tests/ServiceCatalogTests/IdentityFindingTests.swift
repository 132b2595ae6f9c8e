import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("Who answers is compared with who should")
struct IdentityFindingTests {
    private let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    private func find(_ identity: Identity, _ evidence: PeerEvidence) -> IdentityFinding? {
        IdentityFinding(identity, evidence, at: now, expiryLimit: .seconds(14 * 86_400))
    }

    private func owner(_ user: UInt32, accepted: Bool = true) -> PeerEvidence {
        PeerEvidence(owner: SocketOwner(user: user, hasAccepted: accepted))
    }

    private func certificate(
        _ byte: UInt8, from: Duration = .seconds(-3600), to: Duration = .seconds(90 * 86_400), isForService: Bool = true
    ) throws -> PeerEvidence {
        PeerEvidence(
            certificate: SeenCertificate(
                pin: try pin(byte), names: ["web.svc.test"], notBefore: now.advanced(by: from),
                notAfter: now.advanced(by: to), isForService: isForService))
    }

    private func pin(_ byte: UInt8) throws -> CertificatePin {
        try #require(CertificatePin(digest: [UInt8](repeating: byte, count: 32)))
    }

    @Test("a user that is not the one registered is a stranger, accepted or not")
    func strangers() {
        let expected = Identity(users: [1234])
        #expect(find(expected, owner(1234)) == nil)
        #expect(find(expected, owner(1234, accepted: false)) == nil)
        #expect(find(expected, owner(4321)) == .wrongOwner(4321, instead: [1234]))
        #expect(find(expected, owner(4321, accepted: false)) == .wrongOwner(4321, instead: [1234]))
        #expect(find(Identity(users: [1234, 4321]), owner(4321)) == nil)
    }

    @Test("root may listen for the service, but not take its connections")
    func standIn() {
        let expected = Identity(users: [1234])
        #expect(find(expected, owner(0, accepted: false)) == nil)
        #expect(find(expected, owner(0)) == .wrongOwner(0, instead: [1234]))
    }

    @Test("who expects nobody, and who sees nothing, finds nothing")
    func nothing() throws {
        #expect(find(Identity(), owner(4321)) == nil)
        #expect(find(Identity(users: [1], pins: [try pin(1)], checksName: true), PeerEvidence()) == nil)
    }

    @Test("any of several pins will do; another key is a stranger's")
    func pins() throws {
        let expected = Identity(pins: [try pin(1), try pin(2)])
        #expect(find(expected, try certificate(1)) == nil)
        #expect(find(expected, try certificate(2, isForService: false)) == nil)
        #expect(find(expected, try certificate(3)) == .wrongPin(try pin(3)))
    }

    @Test("a name is looked at where that is asked for")
    func names() throws {
        #expect(find(Identity(), try certificate(1, isForService: false)) == nil)
        #expect(find(Identity(checksName: true), try certificate(1)) == nil)
        #expect(
            find(Identity(checksName: true), try certificate(1, isForService: false)) == .wrongName(["web.svc.test"]))
    }

    @Test("a certificate's end is told fourteen days before, and after")
    func expiry() throws {
        #expect(find(Identity(), try certificate(1, to: .seconds(15 * 86_400))) == nil)
        let soon = Duration.seconds(13 * 86_400)
        #expect(find(Identity(), try certificate(1, to: soon)) == .expires(now.advanced(by: soon)))
        #expect(find(Identity(), try certificate(1, to: .zero)) == .expired(now))
        let later = Duration.seconds(60)
        #expect(find(Identity(), try certificate(1, from: later)) == .notYetValid(now.advanced(by: later)))
        #expect(find(Identity(pins: [try pin(2)]), try certificate(1, to: .zero)) == .wrongPin(try pin(1)))
    }

    @Test("it says who it is and who it should be")
    func words() {
        #expect("\(IdentityFinding.wrongOwner(4321, instead: [1234]))" == "is uid 4321's, not uid 1234's")
        #expect("\(IdentityFinding.wrongOwner(1, instead: [3, 2]))" == "is uid 1's, not uid 2's or uid 3's")
        #expect(IdentityFinding.wrongOwner(4321, instead: [1234]).brief == "uid 4321, not 1234")
        #expect("\(IdentityFinding.expires(now))" == "its certificate expires on 2027-01-15")
    }
}

@Suite("What a stranger takes of a service's clients")
struct StrangerShareTests {
    @Test("he keeps who comes to him: the others get no more than before")
    func shares() {
        let shares = Selection.shares(of: [
            Candidate(priority: 10, weight: 0, serves: false, isStranger: true),
            Candidate(priority: 10, weight: 0, serves: true),
            Candidate(priority: 20, weight: 0, serves: true),
        ])
        #expect(shares.map(\.advertised) == [0.5, 0.5, 0])
        #expect(shares.map(\.effective) == [0, 0.5, 0])
        #expect(shares.map(\.stranger) == [0.5, 0, 0])
    }

    @Test("a whole tier of strangers lets nobody through to the next")
    func tier() {
        let shares = Selection.shares(of: [
            Candidate(priority: 10, weight: 1, serves: false, isStranger: true),
            Candidate(priority: 20, weight: 1, serves: true),
        ])
        #expect(shares.map(\.effective) == [0, 0])
        #expect(shares.map(\.stranger) == [1, 0])
    }
}
