import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceMonitor
@testable import ServiceProbing

@Suite("An instance that a stand-in holds is looked at, and never woken")
struct HoldingTests {
    private static let zone = """
        _http._tcp 60 SRV 10 50 1 h
        _http._tcp 60 SRV 10 50 2 h
        _http._tcp 60 TXT "port=1" "activation=connect" "uid=1234"
        h 60 A 10.0.0.1
        """
    private static let standIn = StandIn(path: "/run/svctop/web.sock", user: 0)

    private func word(
        _ state: StandInWord.State, inode: UInt64 = 77, starts: Int = 0, because reason: String = "",
        since: Timestamp = .distantPast
    ) -> StandInPicture {
        let address = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001))
        let socket = StandInWord.Socket(transport: .tcp, address: address, port: 1, inode: inode)
        let word = StandInWord(
            service: "web", state: state, since: since, startCount: starts, reason: reason, sockets: [socket])
        return StandInPicture([StandInPicture.Entry(Self.standIn, [word])])
    }

    private func listener(_ inode: UInt32 = 77, of user: UInt32 = 0) -> PeerEvidence {
        PeerEvidence(owner: SocketOwner(user: user, hasAccepted: false), listener: inode)
    }

    private func held(_ state: StandInWord.State, because reason: String = "") throws -> Scene {
        var scene = try Scene(Self.zone)
        scene.state.heard(word(state, because: reason), at: scene.now)
        scene.port(1, is: .up, seeing: listener())
        scene.port(2, is: .up)
        return scene
    }

    private func kinds(_ zone: String, _ rules: ServiceRules = ServiceRules()) throws -> [UInt16: ProbeKind] {
        let scene = try Scene(zone, rules: rules)
        return Dictionary(uniqueKeysWithValues: scene.probed.values.map { ($0.endpoint.port, $0.kind) })
    }

    // MARK: - How it is looked at

    @Test("what a connection starts is not connected to, what data starts is sent none, whatever is configured")
    func kinds() throws {
        let zone = """
            _https._tcp 60 SRV 0 0 1 h
            _https._tcp 60 SRV 0 0 2 h
            _https._tcp 60 SRV 0 0 3 h
            _https._tcp 60 SRV 0 0 4 h
            _https._tcp 60 TXT "port=1" "activation=connect"
            _https._tcp 60 TXT "port=2" "activation=data"
            _https._tcp 60 TXT "port=4" "activation=whatever"
            _dns._udp 60 SRV 0 0 5 h
            _dns._udp 60 TXT "activation=data"
            h 60 A 10.0.0.1
            """
        let usual: [UInt16: ProbeKind] = [1: .look, 2: .lookOrConnect, 3: .tls, 4: .look, 5: .look]
        #expect(try kinds(zone) == usual)
        let wish = ServiceRules(wishes: ["_https._tcp": ProbeWish(method: .https, path: "/health")])
        #expect(try kinds(zone, wish) == usual.merging([3: .https]) { $1 })
    }

    @Test("of several names for one port, that of an activated service decides")
    func shared() throws {
        let zone = """
            _https._tcp 60 SRV 0 0 1 h
            _http._tcp 60 SRV 0 0 1 h
            _http._tcp 60 TXT "activation=connect"
            h 60 A 10.0.0.1
            """
        #expect(try kinds(zone) == [1: .look])
    }

    // MARK: - What it is

    @Test(
        "it is what its stand-in says, once the socket is known to be the stand-in's",
        arguments: [
            (StandInWord.State.dormant, "1 dormant"), (.active, "1 up"), (.starting, "1 dormant: starting"),
            (.stopping, "1 dormant: stopping"), (.waiting, "1 suspect: failed to start"),
            (.suspended, "1 down: starts are suspended"),
        ])
    func states(state: StandInWord.State, status: String) throws {
        #expect(try held(state).statuses == [status, "2 up"])
    }

    @Test("why it has failed is told in the stand-in's words")
    func reason() throws {
        let scene = try held(.suspended, because: "exit code 1")
        let zone = scene.state.snapshot(at: scene.now, maximumAge: .seconds(600), probesPerSecond: 0).zones[0]
        let first = try #require(zone.catalog.instances(withPort: 1).first)
        #expect(zone.reason(of: first, zone.table[first]) == "starts are suspended: exit code 1")
    }

    @Test("without a stand-in's word it is not known, though something listens")
    func noWord() throws {
        var scene = try Scene(Self.zone)
        scene.port(1, is: .up, seeing: listener())
        #expect(scene.statuses.first == "1 unknown: no stand-in says that it is its own")
        scene.state.heard(word(.dormant), at: scene.now)
        #expect(scene.statuses.first == "1 dormant")
        scene.state.heard(StandInPicture(), at: scene.now)
        #expect(scene.statuses.first == "1 unknown: no stand-in says that it is its own")
    }

    @Test("on another host it is not known: a connection that is accepted proves nothing")
    func elsewhere() throws {
        var scene = try Scene(Self.zone)
        scene.port(1, is: .unknown, .notWoken)
        #expect(scene.statuses.first == "1 unknown: not probed, as that would start it")
        scene = try Scene(Self.zone.replacing("activation=connect", with: "activation=data"))
        scene.port(1, is: .up)
        #expect(scene.statuses.first == "1 unknown: listens; more would start it")
        scene.port(1, is: .down, .refused)
        #expect(scene.statuses.first == "1 down: connection refused")
    }

    @Test("where nothing listens it is down, whatever its stand-in says")
    func nothingListens() throws {
        var scene = try held(.dormant)
        scene.port(1, is: .suspect, .notListening)
        scene.port(1, is: .down, .notListening)
        #expect(scene.statuses.first == "1 down: nothing listens")
    }

    @Test(
        "another socket than the stand-in's, or another user's, is an impostor's, once that lasts", arguments: [0, 42])
    func stranger(user: UInt32) throws {
        var scene = try held(.dormant)
        scene.port(1, is: .up, seeing: listener(78, of: user))
        #expect(scene.statuses.first == "1 suspect: not the stand-in's socket")
        scene.pass(.seconds(2))
        scene.port(1, is: .up, seeing: listener(78, of: user))
        #expect(scene.statuses.first == "1 impostor: not the stand-in's socket")
        #expect(scene.events.contains { $0.hasPrefix("impostor h:1 is ") })
        scene.port(1, is: .up, seeing: listener())
        #expect(scene.statuses.first == "1 dormant")
    }

    @Test("a stand-in that listens anew is none: its word may come after the look")
    func renewed() throws {
        var scene = try held(.dormant)
        scene.port(1, is: .up, seeing: listener(78))
        scene.state.heard(word(.dormant, inode: 78), at: scene.now)
        #expect(scene.statuses.first == "1 dormant")
        scene.pass(.seconds(5))
        scene.port(1, is: .up, seeing: listener(78))
        #expect(scene.statuses.first == "1 dormant")
        #expect(scene.events.allSatisfy { !$0.hasPrefix("impostor") })
    }

    @Test("the user of the record is the service's, who does not listen: the stand-in does")
    func recordedUser() throws {
        var scene = try held(.dormant)
        let first = try #require(scene.state.zones[0].catalog.instances(withPort: 1).first)
        #expect(scene.state.zones[0].peers.telling(first)?.finding == nil)
        // But nobody else may.
        scene.state.heard(StandInPicture(), at: scene.now)
        scene.port(1, is: .up, seeing: listener(78, of: 4321))
        #expect(scene.statuses.first == "1 impostor: another user's port")
    }

    // MARK: - What happens to it

    @Test("it serves while it sleeps: starts and stops move nobody's load, and are events")
    func events() throws {
        var scene = try held(.dormant)
        for (state, reason) in [
            (StandInWord.State.starting, "a client has come: it starts"), (.active, "ready after 0.2s"),
            (.stopping, "nobody is connected any more: it is told to end"), (.dormant, "its process exited"),
        ] {
            scene.pass(.seconds(1))
            scene.state.heard(word(state, starts: 1, because: reason), at: scene.now)
        }
        #expect(scene.events == ["started h:1", "stopped h:1"])
        #expect(scene.state.log.latest.map(\.kind.detail) == ["a client has come", "nobody is connected any more"])
    }

    @Test("what fails to start has failed until it runs, and is told of once")
    func failures() throws {
        var scene = try held(.dormant)
        let step = { (state: StandInWord.State, starts: Int) in
            scene.pass(.seconds(1))
            scene.state.heard(self.word(state, starts: starts, because: "exit code 1"), at: scene.now)
            return scene.statuses[0]
        }
        #expect(step(.starting, 1) == "1 dormant: starting")
        #expect(step(.waiting, 1) == "1 suspect: failed to start")
        #expect(step(.starting, 2) == "1 suspect: failed to start")
        #expect(step(.suspended, 2) == "1 down: starts are suspended")
        #expect(step(.starting, 3) == "1 suspect: failed to start")
        #expect(step(.active, 3) == "1 up")
        let kinds = scene.state.log.latest.map(\.kind.name).filter { $0 != "failover" }
        #expect(kinds == ["failed", "suspended", "started", "recovered"])
    }

    @Test("of a socket that is not known to be the stand-in's, nothing is told")
    func noEvents() throws {
        var scene = try Scene(Self.zone)
        scene.port(1, is: .up, seeing: listener(78, of: 4321))
        scene.state.heard(word(.dormant), at: scene.now)
        scene.state.heard(word(.active, starts: 1), at: scene.now)
        #expect(scene.events.allSatisfy { !$0.hasPrefix("started") })
    }
}
