import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What must hold before an update changes anything (RFC 2136 section 3.2)")
struct PrerequisiteTests {
    private func answer(_ lines: String..., in records: [String]) throws -> ResponseCode {
        var zone = try TestZone()
        for text in records { zone.contents.insert(try record(text, in: zone.apex)) }
        let before = zone.records
        let request = try zone.request(lines + ["add new 60 A 127.0.0.9"])
        let code: ResponseCode
        do throws(UpdateRefusal) {
            _ = try UpdateProcessor(request, permission: .everything).run(on: &zone.contents)
            code = .noError
        } catch {
            code = error.code
            #expect(zone.records == before, "refused, and yet something has changed")
        }
        return code
    }

    private let zone = ["a 60 A 127.0.0.1", "a 60 A 127.0.0.2", "x.y 60 TXT t", "c 60 CNAME a", "*.w 60 A 127.0.0.3"]

    @Test(
        "each form, where it holds and where it does not",
        arguments: [
            ("yxdomain a", ResponseCode.noError), ("yxdomain A", .noError), ("yxdomain none", .nameError),
            ("nxdomain none", .noError), ("nxdomain a", .yxDomain), ("yxrrset a A", .noError),
            ("yxrrset a TXT", .nxRRset), ("yxrrset none A", .nxRRset), ("nxrrset a TXT", .noError),
            ("nxrrset none A", .noError), ("nxrrset a A", .yxRRset), ("yxrrset @ SOA", .noError),
            ("yxrrset a A 127.0.0.2;127.0.0.1", .noError), ("yxrrset a A 127.0.0.1", .nxRRset),
            ("yxrrset a A 127.0.0.1;127.0.0.2;127.0.0.3", .nxRRset), ("yxrrset a A 127.0.0.1;127.0.0.1", .nxRRset),
            ("yxrrset a A 127.0.0.1;127.0.0.2;127.0.0.1", .noError), ("yxrrset none A 127.0.0.1", .nxRRset),
            ("yxrrset C CNAME A", .noError),
        ])
    func forms(prerequisite: String, expected: ResponseCode) throws {
        #expect(try answer("prereq \(prerequisite)", in: zone) == expected)
    }

    @Test("an empty non-terminal is not in use")
    func emptyNonTerminal() throws {
        #expect(try answer("prereq yxdomain y", in: zone) == .nameError)
        #expect(try answer("prereq nxdomain y", in: zone) == .noError)
    }

    @Test("no CNAME is followed and no wildcard stands for anything")
    func literalNames() throws {
        #expect(try answer("prereq yxrrset c A", in: zone) == .nxRRset)
        #expect(try answer("prereq nxrrset c A", in: zone) == .noError)
        #expect(try answer("prereq yxdomain q.w", in: zone) == .nameError)
        #expect(try answer("prereq yxdomain *.w", in: zone) == .noError)
    }

    @Test("records of one RRset may stand anywhere in the section")
    func scattered() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "a 60 A 127.0.0.2", "b 60 TXT t")
        let request = try zone.request([
            "prereq yxrrset a A 127.0.0.2", "prereq yxrrset b TXT t", "prereq yxrrset A A 127.0.0.1", "add c 60 TXT t",
        ])
        let message = try UpdateRequest(try request.message(id: 1))
        #expect(try UpdateProcessor(message, permission: .everything).run(on: &zone.contents) != nil)
    }

    @Test("what is or is not there is asked before whole RRsets are compared")
    func order() throws {
        #expect(
            try answer("prereq yxrrset a A 127.0.0.1", "prereq yxdomain none", in: zone) == .nameError)
        #expect(try answer("prereq nxrrset a A", "prereq yxdomain none", in: zone) == .yxRRset)
    }

    @Test("permission is asked first: what is not one's own cannot be found out")
    func permissionFirst() throws {
        var zone = try TestZone("a 60 A 127.0.0.1", "_x._tcp 60 SRV 0 0 1 a")
        let key = StoredKey(try TSIGKey(name: name("_x._tcp.z.test"), secret: [1]), role: .owner)
        zone.permission = try #require(UpdatePermission(key))
        #expect(try zone.update("prereq yxdomain none", "add _x._tcp 60 TXT t") == .refused)
        #expect(try zone.update("prereq nxdomain a", "add _x._tcp 60 TXT t") == .refused)
        #expect(try zone.update("prereq nxrrset _x._tcp SRV", "add a 60 TXT t") == .refused)
        #expect(try zone.update("prereq nxrrset _x._tcp SRV", "add _x._tcp 60 TXT t") == .yxRRset)
        #expect(try zone.update("prereq yxrrset _x._tcp SRV", "add _x._tcp 60 TXT t") == .noError)
    }

    @Test("another zone, another class, and the zone of leases")
    func zones() throws {
        var zone = try TestZone()
        func code(_ request: UpdateRequest) -> ResponseCode {
            do throws(UpdateRefusal) {
                _ = try UpdateProcessor(request, permission: .everything).run(on: &zone.contents)
                return .noError
            } catch {
                return error.code
            }
        }
        #expect(code(UpdateRequest(zone: name("other.test"))) == .notAuth)
        #expect(code(UpdateRequest(zone: zone.apex, recordClass: .ch)) == .notAuth)
        #expect(try zone.update("add a._lease 60 TXT t") == .notZone)
        #expect(try zone.update("prereq yxdomain _LEASE") == .notZone)
        #expect(try zone.update("add a._leases 60 TXT t") == .noError)
    }
}
