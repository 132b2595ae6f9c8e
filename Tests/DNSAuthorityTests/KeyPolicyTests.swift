import DNSCore
import Testing

@testable import DNSAuthority

@Suite("What a key may change, and who may transfer")
struct KeyPolicyTests {
    private func key(
        _ name: String, role: StoredKey.Role = .owner, types: [RecordType]? = nil, hosts: [DomainName] = [],
        from: UInt64 = 0, until: UInt64? = nil
    ) throws -> StoredKey {
        StoredKey(
            try TSIGKey(name: DomainName(name), secret: [1, 2, 3]), role: role, types: types, hosts: hosts,
            validFrom: from, validUntil: until)
    }

    private func isAllowed(_ key: StoredKey, _ change: UpdateRequest.Change) -> Bool {
        UpdatePermission(key)?.refusal(of: change) == nil
    }

    private let srv = RecordData.srv(ServiceLocation(priority: 0, weight: 0, port: 1, target: name("h.z")))

    @Test("a key of a service changes that name, the instances below it and the pointers to them, and nothing else")
    func service() throws {
        let key = try key("_http._tcp.web.z")
        let own = name("_http._TCP.web.z")
        #expect(isAllowed(key, .add(own, ttl: 60, srv)))
        #expect(isAllowed(key, .add(own, ttl: 60, .ptr(name("i._http._tcp.web.z")))))
        #expect(isAllowed(key, .deleteAll(own)))
        #expect(isAllowed(key, .deleteRRset(name("i._http._tcp.web.z"), .txt)))
        #expect(!isAllowed(key, .add(name("a.i._http._tcp.web.z"), ttl: 60, srv)))
        #expect(!isAllowed(key, .add(name("_http._tcp.z"), ttl: 60, srv)))
        #expect(!isAllowed(key, .deleteAll(name("web.z"))))
        #expect(!isAllowed(key, .add(own, ttl: 60, .ns(name("h.z")))))
    }

    @Test("a key of an instance changes it, and its own pointer alone")
    func instance() throws {
        let key = try key("desk._ipp._tcp.z")
        let service = name("_ipp._tcp.z")
        #expect(isAllowed(key, .add(name("desk._ipp._tcp.z"), ttl: 60, srv)))
        #expect(isAllowed(key, .add(service, ttl: 60, .ptr(name("Desk._ipp._tcp.z")))))
        #expect(isAllowed(key, .delete(service, .ptr(name("desk._ipp._tcp.z")))))
        #expect(!isAllowed(key, .delete(service, .ptr(name("hall._ipp._tcp.z")))))
        #expect(!isAllowed(key, .deleteRRset(service, .ptr)))
        #expect(!isAllowed(key, .add(service, ttl: 60, srv)))
        let permission = try #require(UpdatePermission(key))
        #expect(permission.refusal(of: .exists(service, .ptr)) == nil)
        #expect(permission.refusal(of: .exists(name("hall._ipp._tcp.z"), .srv)) != nil)
    }

    @Test("of the hosts that a key has, it changes the addresses and the certificates of ports, and nothing else")
    func hosts() throws {
        let key = try key("_http._tcp.web.z", types: [.srv], hosts: [name("h.z")])
        let a = RecordData.a(IPv4Address(rawValue: 1))
        let tlsa = RecordData.tlsa(CertificateAssociation(usage: 3, selector: 1, matchingType: 1, data: [0]))
        #expect(isAllowed(key, .add(name("H.z"), ttl: 60, a)))
        #expect(isAllowed(key, .deleteRRset(name("h.z"), .aaaa)))
        #expect(isAllowed(key, .add(name("_8080._tcp.h.z"), ttl: 60, tlsa)))
        #expect(isAllowed(key, .deleteRRset(name("_8080._tcp.h.z"), .tlsa)))
        #expect(isAllowed(key, .add(name("_http._tcp.web.z"), ttl: 60, srv)))
        #expect(!isAllowed(key, .add(name("h.z"), ttl: 60, tlsa)))
        #expect(!isAllowed(key, .add(name("h.z"), ttl: 60, .txt(TextStrings([[120]])))))
        #expect(!isAllowed(key, .deleteAll(name("h.z"))))
        #expect(!isAllowed(key, .add(name("_http._tcp.h.z"), ttl: 60, tlsa)))
        #expect(!isAllowed(key, .add(name("_8080._tcp.h.z"), ttl: 60, srv)))
        #expect(!isAllowed(key, .add(name("_8080._tcp.a.h.z"), ttl: 60, tlsa)))
        #expect(!isAllowed(key, .add(name("g.z"), ttl: 60, a)))
        let permission = try #require(UpdatePermission(key))
        #expect(permission.refusal(of: .exists(name("h.z"), .a)) == nil)
        #expect(permission.refusal(of: .exists(name("_1._tcp.h.z"), .tlsa)) == nil)
        #expect(permission.refusal(of: .exists(name("g.z"), .a)) != nil)
    }

    @Test("types narrow it; what deletes every type is not narrow")
    func types() throws {
        let key = try key("_x._tcp.z", types: [.srv])
        #expect(isAllowed(key, .add(name("_x._tcp.z"), ttl: 60, srv)))
        #expect(!isAllowed(key, .deleteRRset(name("_x._tcp.z"), .txt)))
        #expect(!isAllowed(key, .deleteAll(name("_x._tcp.z"))))
    }

    @Test("admin keys change all; transfer keys transfer; owners do not")
    func roles() throws {
        let keys = [try key("a.z", role: .admin), try key("t.z", role: .transfer), try key("_x._tcp.z")]
        let policy = AccessPolicy(keys: keys, transferAddresses: [try #require(AddressRange("127.0.0.2"))])
        func requester(_ key: String?, _ address: String = "127.0.0.1") -> Requester {
            Requester(
                address: IPAddress(address) ?? .v4(IPv4Address(rawValue: 0)), port: 1, transport: .stream,
                key: key.map { name("\($0)") })
        }
        #expect(policy.mayTransfer(requester("a.z"), at: 5))
        #expect(policy.mayTransfer(requester("t.z"), at: 5))
        #expect(!policy.mayTransfer(requester("_x._tcp.z"), at: 5))
        #expect(!policy.mayTransfer(requester(nil), at: 5))
        #expect(policy.mayTransfer(requester(nil, "127.0.0.2"), at: 5))
        #expect(!policy.mayTransfer(requester("_x._tcp.z", "127.0.0.2"), at: 5))
        if case .success = policy.permission(for: requester("t.z"), at: 5) { Issue.record("a transfer key changes") }
        if case .success = policy.permission(for: requester(nil, "127.0.0.2"), at: 5) { Issue.record("unsigned") }
        if case .failure = policy.permission(for: requester("a.z"), at: 5) { Issue.record("no admin") }
    }

    @Test("while a key is rotated both are valid, each in its time")
    func rotation() throws {
        let keys = [try key("_x._tcp.z", until: 100), try key("_x._tcp.z", from: 50)]
        let policy = AccessPolicy(keys: keys)
        #expect(policy.keys(at: 10).count == 1)
        #expect(policy.keys(at: 75).count == 2)
        #expect(policy.keys(at: 101).count == 1)
    }

    @Test(
        "address ranges",
        arguments: [
            ("127.0.0.0/8", "127.9.9.9", true), ("127.0.0.0/8", "128.0.0.1", false), ("::1", "::1", true),
            ("::1", "::2", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
            ("2001:db8::/33", "2001:db8:8000::1", false), ("0.0.0.0/0", "::1", false), ("::/0", "::1", true),
            ("2001:db8:0:1::/64", "2001:db8:0:1::ffff", true), ("2001:db8:0:1::/65", "2001:db8:0:1:8000::", false),
        ])
    func ranges(range: String, address: String, isIn: Bool) throws {
        let parsed = try #require(AddressRange(range))
        #expect(parsed.contains(try #require(IPAddress(address))) == isIn)
    }

    @Test("what is no range", arguments: ["", "127.0.0.1/33", "x", "1.2.3.4/", "1.2.3.4/-1", "::/129"])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }
}

@Suite("A signed change is taken once")
struct ReplayGuardTests {
    private func responder(_ key: TSIGKey, id: UInt16, at seconds: UInt64) throws -> TSIGResponder {
        var exchange = TSIGExchange(key: key)
        var request = try Message(header: Header(id: id, opcode: .update)).encoded()
        try exchange.sign(&request, at: seconds)
        guard case .verified(let responder) = TSIGVerifier(keys: [key]).verify(request.span, at: seconds) else {
            throw UpdateRefusal(.notAuth, "not verified")
        }
        return responder
    }

    @Test("again, or older than the last, it is not; the last again is given its answer")
    func replays() throws {
        var replays = ReplayGuard()
        let (a, b) = (
            try TSIGKey(name: name("a.z"), secret: [1]), try TSIGKey(name: name("b.z"), secret: [2])
        )
        let first = try responder(a, id: 1, at: 1000)
        let second = try responder(a, id: 2, at: 1000)
        let tries: [(TSIGResponder, ReplayGuard.Judgement)] = [
            (first, .new), (first, .repetition(answer: nil)), (second, .new), (first, .replay),
            (try responder(b, id: 1, at: 900), .new), (second, .repetition(answer: [2])),
            (try responder(a, id: 3, at: 1001), .new), (try responder(a, id: 4, at: 1000), .replay), (second, .replay),
        ]
        for (index, (request, expected)) in tries.enumerated() {
            let judgement = replays.judge(request)
            #expect(judgement == expected, "request \(index)")
            if request.request.mac == second.request.mac { replays.note([2], to: second) }
        }
    }
}
