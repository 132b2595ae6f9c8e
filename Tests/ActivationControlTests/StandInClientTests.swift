import CPlatform
import Glibc
import PeerServers
import Synchronization
import Testing

@testable import ActivationControl

@Suite("Who asks a stand-in") struct StandInClientTests {
    private let folder: TemporaryFolder
    private let path: String
    private var client: StandInClient { StandInClient(at: path) }

    init() throws {
        folder = try TemporaryFolder()
        path = "\(folder.path)/web.sock"
    }

    private static let services = [
        ServiceReport("web", .active, since: 1, starts: 2, process: 7), ServiceReport("echo", .dormant, since: 2),
    ]

    @Test("gets a report of each service, and knows whose word that is")
    func getsReports() throws {
        let standIn = try SmallStandIn(at: path, .init(services: Self.services))
        defer { standIn.end() }
        #expect(try client.reports() == Self.services)
        #expect(try client.status().standIn == ControlPeer(process: getpid(), user: geteuid(), group: getegid()))
    }

    @Test("gets the reports of a great many services")
    func getsManyReports() throws {
        let services = (0..<2000).map { ServiceReport("service-\($0)", .dormant, since: 1) }
        let standIn = try SmallStandIn(at: path, .init(services: services))
        defer { standIn.end() }
        #expect(try client.reports() == services)
    }

    @Test("hears what happens, until the stand-in ends")
    func hearsChanges() async throws {
        let standIn = try SmallStandIn(at: path, .init(services: Self.services))
        let watch = try client.watch()
        #expect(watch.services == Self.services)
        var changes = watch.changes.makeAsyncIterator()
        for state in ServiceState.allCases {
            standIn.report(ServiceReport("web", state, since: 3))
            #expect(await changes.next() == ServiceReport("web", state, since: 3))
        }
        standIn.end()
        #expect(await changes.next() == nil)
    }

    @Test("is not listened to any more once nobody watches")
    func endsItsWatch() async throws {
        let standIn = try SmallStandIn(at: path, .init(services: Self.services))
        defer { standIn.end() }
        let watch = try client.watch()
        let reading = Task { for await _ in watch.changes {} }
        standIn.report(Self.services[0])
        reading.cancel()
        await reading.value
        // Unread changes are given up rather than lost one by one.
        let unread = try client.watch()
        for _ in 0..<6000 { standIn.report(Self.services[0], waiting: true) }
        #expect(await unread.changes.reduce(into: 0) { count, _ in count += 1 } == 4096)
    }

    @Test("asks for what it is told to")
    func asks() async throws {
        let standIn = try SmallStandIn(at: path)
        defer { standIn.end() }
        try client.start("web")
        try client.stop("web")
        try client.upgrade("the web")
        #expect(
            standIn.heard.all == [
                ["REQUEST": "start", "SERVICE": "web"], ["REQUEST": "stop", "SERVICE": "web"],
                ["REQUEST": "upgrade", "SERVICE": "the web"],
            ])
    }

    @Test("is told why not")
    func isRefused() throws {
        let standIn = try SmallStandIn(at: path, .init(refusal: "web is user alice's"))
        defer { standIn.end() }
        let error = ControlError.refused("web is user alice's")
        #expect(throws: error) { try client.start("web") }
        #expect(throws: error) { try client.reports() }
        #expect(throws: error) { try client.watch() }
        #expect(throws: error) { try client.take("web") }
        #expect("\(error)" == "the stand-in refuses: web is user alice's")
    }

    @Test("says that nobody is there")
    func findsNobody() {
        #expect(throws: ControlError.noStandIn(path)) { try client.reports() }
        #expect("\(ControlError.noStandIn("/a"))" == "/a: no stand-in is there")
    }

    @Test("does not wait for ever")
    func doesNotWaitForEver() throws {
        let standIn = try SmallStandIn(at: path, .init(isSilent: true))
        defer { standIn.end() }
        let hasty = StandInClient(at: path, patience: .milliseconds(20))
        #expect(throws: ControlError.silent(path, .milliseconds(20))) { try hasty.reports() }
        #expect(throws: ControlError.silent(path, .milliseconds(20))) { try hasty.take("web") }
    }

    @Test("asks again for a status when the stand-in leaves it, and for nothing else")
    func asksAgain() throws {
        let standIn = try SmallStandIn(at: path, .init(services: Self.services, leavings: 4))
        defer { standIn.end() }
        #expect(try client.reports() == Self.services)
        #expect(standIn.heard.all.count == 5)
        standIn.script.withLock { $0.leavings = 1 }
        #expect(throws: ControlError.ended(path)) { try client.start("web") }
    }

    @Test("takes a service's sockets by their names, and says when it is ready")
    func takesSockets() async throws {
        let pipes = [Pipe(), Pipe(), Pipe()]
        let sockets = zip(["http", "admin", "http"], pipes.map(\.writing.descriptor)).map { (name: $0, descriptor: $1) }
        let standIn = try SmallStandIn(at: path, .init(sockets: sockets, notifySocket: "@nobody"))
        defer { standIn.end() }
        do {
            let taken = try client.take("web")
            #expect(taken.service == "web")
            #expect(taken.names == ["http", "admin", "http"])
            #expect(taken.notifySocket == "@nobody")
            #expect(taken.sockets(named: "http").count == 2)
            #expect(taken.sockets(named: "none").isEmpty)
            for pipe in pipes { close(pipe.writing.take()) }
            let admin = try #require(taken.sockets(named: "admin").first)
            #expect(write(admin.descriptor, "x", 1) == 1)
            var byte: UInt8 = 0
            #expect(read(pipes[1].reading.descriptor, &byte, 1) == 1)
            try taken.ready()
            _ = try await standIn.heard.first { $0.isReady }
        }
        for pipe in pipes { #expect(pipe.isClosed) }
        #expect(standIn.heard.peers.allSatisfy { $0.process == getpid() })
    }

    @Test("takes more sockets than a packet carries, in their order, and none as well", arguments: [0, 128, 129, 600])
    func takesManySockets(_ count: Int) throws {
        let pipe = Pipe()
        let sockets = (0..<count).map { (name: "s\($0)", descriptor: pipe.writing.descriptor) }
        let standIn = try SmallStandIn(at: path, .init(sockets: sockets))
        defer { standIn.end() }
        let taken = try client.take("web")
        #expect(taken.names == sockets.map(\.name))
        #expect(taken.sockets.count == count)
    }

    @Test("says that it is ready to whatever stand-in there is by then")
    func isReadyForTheNextStandIn() throws {
        var name = [CChar](repeating: 0, count: 128)
        let notifications = PassedDescriptor(owning: platform_notify_open(&name, 128))
        let notifySocket = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let standIn = try SmallStandIn(at: path, .init(notifySocket: notifySocket))
        let heard = try client.take("web")
        standIn.script.withLock { $0.notifySocket = nil }
        let unheard = try client.take("web")
        standIn.end()
        standIn.waitForEnd()
        try heard.ready()
        var bytes = [UInt8](repeating: 0, count: 64)
        var sender: pid_t = 0
        var user: uid_t = 0
        let count = platform_notify_receive(notifications.descriptor, &bytes, 64, &sender, &user, nil, nil)
        #expect(bytes.prefix(max(0, count)).elementsEqual("READY=1".utf8))
        #expect(sender == getpid())
        #expect(throws: ControlError.ended(path)) { try unheard.ready() }
    }

    @Test("takes no sockets that have no names")
    func takesNoNamelessSockets() throws {
        let ends = try Ends()
        let pipe = Pipe()
        let connection = ends.standIn
        ends.send(Array("SERVICE=web\nLISTEN_FDNAMES=a\nEND=1\n".utf8), passing: [pipe.writing.descriptor, 0])
        close(pipe.writing.take())
        let conversation = Conversation(on: connection, path: "/a", patience: .seconds(1))
        #expect(throws: ControlError.ended("/a")) { try TakenSockets("web", from: conversation) }
        #expect(pipe.isClosed)
    }
}
