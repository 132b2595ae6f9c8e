import PeerServers
import Testing

/// Whatever keeps `list` from reading a zone: one line that says which zone, which server, what, and what to do about it;
/// nothing on standard output; and an exit status.
@Suite("`list` says in one line what keeps it from reading a zone", .serialized)
struct TroubleTests {
    private static let servers = [PeerSoftware.bind, .knot, .nsd, .powerDNS].filter {
        $0.isInstalled || isContinuousIntegration
    }
    private static let zone = PeerZone.simple(records: "h A 127.0.0.1\n_x._tcp SRV 0 5 7 h\n_x._tcp SRV 1 0 8 h")

    /// What is said of a zone and a server when they are asked with these options.
    private func complaint(
        _ zone: String = "svc.test.", at port: UInt16, _ options: String..., program: Program? = nil,
        environment: [String] = [], _ location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let address = "127.0.0.1:\(port)"
        let result = try await (program ?? Program()).run(
            ["list", zone, "--server", address] + options, environment: environment)
        #expect(result.status == 1, sourceLocation: location)
        #expect(result.output.isEmpty, sourceLocation: location)
        let start = "svctop: \(zone): \(address): "
        guard result.complaint.hasPrefix(start), result.complaint.filter(\.isNewline).count == 1 else {
            Issue.record("not one line on \(zone) at \(address): \(result.complaint)", sourceLocation: location)
            return result.complaint
        }
        return String(result.complaint.dropFirst(start.count).dropLast())
    }

    // MARK: - Rules and keys

    @Test("the server refuses to transfer the zone", arguments: servers)
    func refused(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(Self.zone)
        configuration.allowsTransfer = false
        let server = try await PeerServer.start(software, configuration)
        let code = software == .knot || software == .powerDNS ? "NOTAUTH" : "REFUSED"
        #expect(
            try await complaint(at: server.port)
                == "refuses to transfer the zone (\(code)): allow it on the server for this address or key, give a key, "
                + "or name services to be queried")

        let named = try await Program().run(
            "list", "svc.test", "-s", "127.0.0.1:\(server.port)", "--name", "_x._tcp", "--csv", "--no-probe")
        #expect(named.status == 0)
        #expect(named.complaint == "svctop: svc.test.: transfer refused (\(code)): following 1 known name\n")
        let rows = named.output.split(separator: "\r\n").dropFirst()
        #expect(
            rows.map { $0.prefix { $0 != "\"" } } == [
                "svc.test.,_x._tcp.svc.test.,_x._tcp.svc.test.,h.svc.test.,7,0,5,60,127.0.0.1,,unknown,not probed,,1.0,0.0,0.0,",
                "svc.test.,_x._tcp.svc.test.,_x._tcp.svc.test.,h.svc.test.,8,1,0,60,127.0.0.1,,unknown,not probed,,0.0,0.0,0.0,",
            ])
        await server.stop()
    }

    @Test("the key is not the server's", arguments: servers)
    func keys(software: PeerSoftware) async throws {
        let server = try await PeerServer.start(software, PeerConfiguration(Self.zone, key: .test))
        let key = PeerKey.test
        let none = try await complaint(at: server.port)
        let secret = try await complaint(
            at: server.port, "-y", "\(key.algorithm):\(key.name):AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        let name = try await complaint(at: server.port, "-y", "\(key.algorithm):nobody:\(key.secret)")
        let algorithm = try await complaint(at: server.port, "-y", "hmac-sha512:\(key.name):\(key.secret)")
        await server.stop()

        #expect(none.hasPrefix("refuses to transfer the zone ("))
        #expect(none.contains("give a key"))
        // PowerDNS says NOTAUTH to all of it, without a TSIG record that would tell which.
        guard software != .powerDNS else {
            for complaint in [secret, name, algorithm] {
                #expect(
                    complaint
                        == "the answer (NOTAUTH) to a signed request is not signed: compare the key, and the clocks, on "
                        + "both sides; or the server does not allow this with the key")
            }
            return
        }
        #expect(secret == "the server has another secret for the key svctop-test. (BADSIG): copy the key again")
        #expect(
            name
                == "the server does not know the key nobody. (hmac-sha256), or does not allow it here (BADKEY): compare its "
                + "name and algorithm on both sides")
        // NSD verifies with any algorithm, and then refuses.
        #expect(
            software == .nsd
                ? algorithm.hasPrefix("refuses to transfer the zone (REFUSED)")
                : algorithm
                    == "the server does not know the key svctop-test. (hmac-sha512), or does not allow it here (BADKEY): "
                    + "compare its name and algorithm on both sides")
    }

    @Test("the server does not have the zone", arguments: servers)
    func zones(software: PeerSoftware) async throws {
        let server = try await PeerServer.start(software, PeerConfiguration(Self.zone))
        for name in ["other.test.", "test."] {
            #expect(
                try await complaint(name, at: server.port)
                    == "does not serve this zone (REFUSED): check the zone's name, and whether the server is one of its own"
            )
        }
        #expect(
            try await complaint("_tcp.svc.test.", at: server.port) == "no zone has this name here: it lies in svc.test."
        )
        await server.stop()
    }

    @Test("its clock is an hour off", .needs(programs: "clang"), arguments: servers)
    func clock(software: PeerSoftware) async throws {
        let program = try Program()
        let source = try program.home.write("clock.c", Self.lateClock)
        let library = "\(program.home.path)/clock.so"
        let built = try await Tool.run("clang", ["-shared", "-fPIC", "-O1", "-o", library, source])
        try #require(built.succeeded, "\(built.output)")
        let server = try await PeerServer.start(software, PeerConfiguration(Self.zone, key: .test))
        let complaint = try await complaint(
            at: server.port, "-y", PeerKey.test.digText, program: program, environment: ["LD_PRELOAD=\(library)"])
        await server.stop()
        if software == .powerDNS {
            #expect(
                complaint.hasPrefix(
                    "the answer (NOTAUTH) to a signed request is not signed: compare the key, and the clocks"))
        } else {
            #expect(
                complaint.wholeMatch(
                    of: /the server's clock is 3(600|599) s behind ours \(BADTIME\): synchronise the clocks/) != nil,
                "\(complaint)")
        }
    }

    /// svctop's own clock an hour ahead is the same to a signature as the server's an hour behind.
    private static let lateClock = """
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t id, struct timespec *t) {
            int result = syscall(SYS_clock_gettime, id, t);
            if (id == CLOCK_REALTIME) t->tv_sec += 3600;
            return result;
        }
        time_t time(time_t *t) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (t) *t = now.tv_sec;
            return now.tv_sec;
        }

        """

    // MARK: - Connections and bytes

    @Test("nobody listens")
    func nobody() async throws {
        let port = try freeLoopbackPort()
        #expect(try await complaint(at: port) == "connection refused: no DNS server listens on this port")
    }

    @Test("the transfer is cut, wherever", .needs(.bind))
    func cut() async throws {
        try await withRelay { relay, program async throws in
            for count in [1, 2, 13, 100, 1000, 20_000, 40_000] {
                relay.behave(.cutting(after: count))
                #expect(
                    try await complaint(at: relay.port, program: program)
                        == "closed the connection in the middle of the answer, after \(count) bytes")
            }
            relay.behave(.hangingUp)
            #expect(
                try await complaint(at: relay.port, program: program) == "closed the connection without an answer")
        }
    }

    @Test("it is silent", .needs(.bind))
    func silent() async throws {
        try await withRelay { relay, program async throws in
            relay.behave(.silent)
            let start = ContinuousClock.now
            #expect(try await complaint(at: relay.port, program: program) == "does not answer: timed out")
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test("what it says is garbage", .needs(.bind))
    func garbage() async throws {
        try await withRelay { relay, program async throws in
            relay.behave(.saying(Array("HTTP/1.0 400 Bad Request\r\n\r\n".utf8)))
            #expect(
                try await complaint(at: relay.port, program: program)
                    == "closed the connection in the middle of the answer, after 28 bytes")
            relay.behave(.saying([0, 20] + [UInt8](repeating: 0xFF, count: 20)))
            #expect(
                try await complaint(at: relay.port, program: program).hasPrefix("what came is no answer to the request")
            )
            relay.behave(.saying([0, 3, 1, 2, 3]))
            let short = try await complaint(at: relay.port, program: program)
            #expect(short.hasPrefix("the answer is not a valid DNS message: "))
        }
    }

    @Test("a byte of a signed transfer was changed on its way, whichever", .needs(.bind))
    func corrupted() async throws {
        try await withRelay(key: .test) { relay, program async throws in
            for place in stride(from: 2, to: 40_000, by: 1777) {
                relay.behave(.corrupting(at: place))
                let complaint = try await complaint(at: relay.port, "-y", PeerKey.test.digText, program: program)
                #expect(!complaint.isEmpty)
            }
        }
    }

    @Test(
        "a byte of an unsigned transfer was changed: it is read or refused, and never the end of svctop", .needs(.bind))
    func corruptedUnsigned() async throws {
        try await withRelay { relay, program async throws in
            for place in stride(from: 2, to: 40_000, by: 1777) {
                relay.behave(.corrupting(at: place))
                let result = try await program.run("list", "svc.test", "-s", "127.0.0.1:\(relay.port)", "--count")
                #expect(result.status == 0 || result.status == 1)
                #expect(
                    result.status == 0 ? result.output == "1000\n" || !result.output.isEmpty : result.output.isEmpty)
                #expect(result.complaint.filter(\.isNewline).count == (result.status == 0 ? 0 : 1))
            }
        }
    }

    @Test("TLS is not spoken there, or by somebody unknown", .needs(.bind))
    func tls() async throws {
        var configuration = PeerConfiguration(Self.zone)
        configuration.servesTLS = true
        let server = try await PeerServer.start(.bind, configuration)
        let program = try Self.impatientProgram()
        #expect(
            try await complaint(at: server.port, "--tls", program: program)
                == "does not complete the TLS handshake: timed out; is this its port for TLS?")
        let untrusted = try await complaint(at: server.tlsPort, "--tls")
        let found = try #require(
            untrusted.wholeMatch(
                of:
                    /TLS: nobody trusted stands behind the server's certificate: give its CA file, or pin its key, which is (.{44})/
            ), "\(untrusted)")
        let pin = String(found.output.1)
        #expect(
            try await complaint(at: server.tlsPort, "--tls-pin", String(repeating: "A", count: 43) + "=")
                == "TLS: the server's key is not the pinned one; it is \(pin)")
        let pinned = try await program.run(
            "list", "svc.test", "-s", "127.0.0.1:\(server.tlsPort)", "--tls-pin", pin, "--count")
        #expect(pinned.output == "2\n")
        await server.stop()
    }

    /// With a zone whose transfer takes several messages.
    private func withRelay(key: PeerKey? = nil, _ body: (Relay, Program) async throws -> Void) async throws {
        let zone = GeneratedZone("svc.test.", instances: 1000).peerZone
        let server = try await PeerServer.start(.bind, PeerConfiguration(zone, key: key))
        try await body(try Relay(to: server.port), try Self.impatientProgram())
        await server.stop()
    }

    private static func impatientProgram() throws -> Program {
        try Program(configuration: "[poll]\ntimeout = \"500ms\"\n")
    }
}

extension Program {
    func run(_ arguments: [String], environment: [String]) async throws -> Result {
        let script = "exec \"$@\" 2>'\(home.path)/stderr'"
        let result = try await Tool.run(
            "env", prefix + ["sh", "-c", script, "sh", "env"] + environment + [Self.path] + arguments)
        return Result(status: result.status, output: result.output, complaint: home.read("stderr"))
    }
}
