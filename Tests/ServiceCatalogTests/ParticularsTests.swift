import DNSCore
import Testing

@testable import ServiceCatalog

@Suite("What TXT and TLSA records say of an instance")
struct ParticularsTests {
    private static let pin = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    private static let other = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="

    /// By port.
    private func particulars(_ zone: String) throws -> [UInt16: Particulars] {
        let catalog = try Catalog(apex: Catalog.origin).replaced(with: zone).catalog
        var reader = ParticularsReader()
        var found: [UInt16: Particulars] = [:]
        catalog.forEachInstance { found[catalog.location(of: $0).port] = reader.particulars(of: $0, in: catalog) }
        return found
    }

    private func pins(_ texts: String...) -> Set<CertificatePin> { Set(texts.compactMap { CertificatePin($0) }) }

    @Test("a TXT record without target and port is of every instance at the name")
    func common() throws {
        let found = try particulars(
            """
            _x._tcp 60 SRV 0 0 1 h
            _x._tcp 60 SRV 0 0 2 h
            _x._tcp 60 TXT "uid=1000" "UID=1001" "pin=\(Self.pin),\(Self.other)" "probe=HTTP" "path=/health" "status=200-204"
            """)
        #expect(found.count == 2)
        #expect(found[1] == found[2])
        #expect(found[1]?.identity == Identity(users: [1000, 1001], pins: pins(Self.pin, Self.other)))
        #expect(found[1]?.probe == ProbeWish(method: .http, path: "/health", statuses: 200...204))
    }

    @Test("target and port say which instance a TXT record is of")
    func places() throws {
        let found = try particulars(
            """
            _x._tcp 60 SRV 0 0 1 a
            _x._tcp 60 SRV 0 0 2 b
            _x._tcp 60 SRV 0 0 3 a
            _x._tcp 60 TXT "target=A.svc.test" "port=1" "uid=11"
            _x._tcp 60 TXT "target=b.svc.test." "uid=12"
            _x._tcp 60 TXT "port=3" "uid=13"
            _x._tcp 60 TXT "target=elsewhere." "port=1" "uid=14"
            _x._tcp 60 TXT "target=a.svc.test." "port=99999" "uid=15"
            """)
        #expect(found.mapValues(\.identity.users) == [1: [11], 2: [12], 3: [13]])
    }

    @Test("activation says what starts it; of two, and of one that is not known, the one that more starts")
    func activation() throws {
        let found = try particulars(
            """
            _x._tcp 60 SRV 0 0 1 h
            _x._tcp 60 SRV 0 0 2 h
            _x._tcp 60 SRV 0 0 3 h
            _x._tcp 60 SRV 0 0 4 h
            _x._tcp 60 TXT "port=1" "activation=Data"
            _x._tcp 60 TXT "port=2" "activation=data" "activation=connect"
            _x._tcp 60 TXT "port=3" "ACTIVATION=on-monday"
            """)
        #expect(found.mapValues(\.activation) == [1: .data, 2: .connect, 3: .connect])
    }

    @Test("each DNS-SD instance has its own")
    func instances() throws {
        let found = try particulars(
            """
            One._x._tcp 60 SRV 0 0 1 h
            Two._x._tcp 60 SRV 0 0 2 h
            One._x._tcp 60 TXT "txtvers=1" "uid=7"
            Two._x._tcp 60 TXT "txtvers=1" "uids=8" "note=uid=8"
            """)
        #expect(found.mapValues(\.identity.users) == [1: [7]])
    }

    @Test("TLSA 3 1 1 at the target's port pins the key of every service there; other forms say nothing")
    func tlsa() throws {
        let zeros = String(repeating: "00", count: 32)
        let found = try particulars(
            """
            _x._tcp 60 SRV 0 0 1 h
            _y._tcp 60 SRV 0 0 1 h
            _x._tcp 60 SRV 0 0 2 h
            _1._tcp.h 60 TLSA 3 1 1 \(zeros)
            _1._tcp.h 60 TLSA 3 0 1 \(zeros)
            _2._tcp.h 60 TLSA 2 1 1 \(zeros)
            _2._tcp.h 60 TLSA 3 1 1 0000
            """)
        #expect(found == [1: Particulars(identity: Identity(pins: pins(Self.pin)))])
    }

    @Test(
        "what makes no sense says nothing",
        arguments: [
            "uid=", "uid=-1", "uid=4294967295", "uid=4294967296", "uid= 1", "uid=0x10", "uid=root", "pin=", "pin=AAAA",
            "probe=ftp", "probe", "path=health", "path=/a b", "path=/a\\013", "path=", "status=", "status=20",
            "status=99", "status=600", "status=300-200", "status=200-", "status=200-299-300", "status=-200", "=uid",
        ])
    func nonsense(text: String) throws {
        #expect(try particulars("_x._tcp 60 SRV 0 0 1 h\n_x._tcp 60 TXT \"\(text)\"").isEmpty)
    }

    @Test("the highest user there can be, and the lowest")
    func bounds() throws {
        let found = try particulars("_x._tcp 60 SRV 0 0 1 h\n_x._tcp 60 TXT uid=4294967294 uid=0")
        #expect(found[1]?.identity.users == [0, UInt32.max - 1])
    }

    @Test("a change of TLSA records is one of the instances at that port")
    func changes() throws {
        let zone = "_x._tcp 60 SRV 0 0 1 h\n_x._tcp 60 SRV 0 0 2 h\n"
        let before = try Catalog(apex: Catalog.origin).replaced(with: zone).catalog
        let tlsa = "_2._tcp.h 60 TLSA 3 1 1 \(String(repeating: "00", count: 32))\n"
        let (with, gained) = try before.replaced(with: zone + tlsa, serial: 2)
        #expect(gained.recertified(in: with).map { with.location(of: $0).port } == [2])
        #expect(gained.count == 1)
        let (without, lost) = try with.replaced(with: zone, serial: 3)
        #expect(lost.recertified(in: without).map { without.location(of: $0).port } == [2])
        var reader = ParticularsReader()
        for instance in without.instances(withTarget: try DomainName("h.svc.test.")) {
            #expect(reader.particulars(of: instance, in: without) == nil)
        }
    }
}
