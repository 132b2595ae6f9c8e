import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import Store

@Suite("What happened is there after a restart, bounded, told once")
struct HistoryTests {
    private let place = try? StorePlace()
    private let zone = name("svc.test")

    private func open(_ limits: HistoryLimits = HistoryLimits(), process: pid_t = getpid()) throws -> History {
        try History(try #require(place).file, limits: limits, process: process)
    }

    private func keep(_ news: HistoryNews, _ limits: HistoryLimits = HistoryLimits()) async throws {
        let history = try open(limits)
        history.note(news)
        await history.close()
    }

    @Test("events of every kind come back as they were")
    func events() async throws {
        let failover = Failover(
            before: [
                .init(instance: "a:1", priority: 10, share: 0.75), .init(instance: "b:2", priority: 10, share: 0.25),
            ],
            after: [.init(instance: "c:3", priority: 20, share: 1)])
        let now = try now()
        let kinds: [Event.Kind] = [
            .registered, .changed("weight 1 to 2"), .withdrawn, .suspect, .down, .recovered, .failover(failover),
            .started("a client has come"), .stopped(""), .startFailed("exit code 1"), .suspended("again and again"),
        ]
        let events = kinds.enumerated().map { Event.example($1, at: now + Int64($0)) }
        try await keep(HistoryNews(events: events))
        #expect(try await open().events(HistoryQuery(limit: 100)) == events)
        #expect(try await open().recall([zone], limit: 2).events == events.suffix(2))
        #expect(try await open().recall([name("other.test")], limit: 2).events == [])
    }

    @Test("a service is found by its name in the zone, absolute, and with what lies below it")
    func query() async throws {
        let now = try now()
        try await keep(HistoryNews(events: [.example(.down, at: now)]))
        for (service, count) in [
            ("_http._tcp", 1), ("_tcp.svc.test.", 1), ("_ftp._tcp", 0), ("svc.test", 1), ("h:80", 1),
        ] {
            let events = try await open().events(HistoryQuery(service: service, limit: 9))
            #expect(events.count == count, "\(service)")
        }
        #expect(try await open().events(HistoryQuery(since: time(now + 1), limit: 9)) == [])
    }

    @Test("what is down stays down since then; what has recovered, or gone, is no outage")
    func outages() async throws {
        let now = try now()
        try await keep(
            HistoryNews(
                changes: [
                    .example(.suspect, .down, at: now, port: 1), .example(.suspect, .down, at: now, port: 2),
                    .example(.suspect, .down, at: now, port: 3), .example(.suspect, .down, at: now, port: 4),
                    .example(.down, .stale, at: now + 9, port: 1, since: now),
                    .example(.down, .up, at: now + 9, port: 2),
                    .example(.down, .withdrawn, at: now + 9, port: 3), .example(.down, .unknown, at: now + 9, port: 4),
                ], watched: [zone: time(now + 10)]))
        let recollection = try await open().recall([zone], limit: 100)
        #expect(Set(recollection.outages.map(\.instance.port)) == [1, 4])
        #expect(recollection.outages.allSatisfy { $0.since == time(now) && $0.reason == .refused })
        #expect(recollection.watched == [zone: time(now + 10)])
        #expect(recollection.changes.count == 8)
        try await keep(HistoryNews(gone: [.example(1)]))
        #expect(try await open().recall([zone], limit: 100).outages.map(\.instance.port) == [4])
    }

    @Test("only so many are kept, and none that is too old")
    func bounded() async throws {
        let now = try now()
        let events = (0..<500).map { Event.example(.down, at: now, instance: "\($0)") }
        try await keep(HistoryNews(events: [.example(.down, at: now - 1000, instance: "old")] + events))
        #expect(try await open().events(HistoryQuery(limit: 1000)).count == 501)
        try await keep(
            HistoryNews(events: [.example(.down, at: now)]), HistoryLimits(rows: 1000, age: .seconds(100)))
        #expect(try await open().events(HistoryQuery(limit: 1000)).first?.instance == "0")
        try await keep(HistoryNews(events: [.example(.down, at: now)]), HistoryLimits(rows: 100))
        #expect(try await open().events(HistoryQuery(limit: 1000)).count == 100)
    }

    @Test("of a flood as much is kept as there is room for; the rest is counted, and nobody waits")
    func flood() async throws {
        let history = try open(HistoryLimits(waiting: 1000))
        let news = HistoryNews(
            events: Array(repeating: .example(.down, at: 1), count: 700),
            changes: Array(repeating: .example(.up, .down, at: 1), count: 700))
        for _ in 0..<3 { history.note(news) }
        #expect(history.droppedCount == 2 * (2100 - 1000))
        await history.close()
    }

    @Test("of two that follow one zone, one tells; when it has ended, the other goes on")
    func oneTells() async throws {
        let now = try now()
        let neighbour = try ChildProcess(["/bin/sleep", "1000"], output: "/dev/null")
        let (first, second) = (try open(), try open(process: neighbour.pid))
        second.note(HistoryNews(events: [.example(.down, at: now, instance: "second")]))
        await second.write()
        first.note(HistoryNews(events: [.example(.down, at: now, instance: "first")]))
        await first.write()
        #expect(try await first.events(HistoryQuery(limit: 9)).map(\.instance) == ["second"])
        neighbour.end(with: SIGKILL)
        first.note(HistoryNews(events: [.example(.recovered, at: now, instance: "first")]))
        await first.close()
        #expect(try await first.events(HistoryQuery(limit: 9)).map(\.instance) == ["second", "first"])
        try await keep(HistoryNews(events: [.example(.down, at: now, instance: "third")]))
        #expect(try await first.events(HistoryQuery(limit: 9)).count == 3)
    }

    @Test("a row that svctop did not write is passed over")
    func tampered() async throws {
        let now = try now()
        try await keep(HistoryNews(events: [.example(.down, at: now), .example(.recovered, at: now)]))
        #expect(try await place?.sqlite("UPDATE event SET kind = 'x', zone = '..' WHERE number = 1") == "")
        #expect(try await open().events(HistoryQuery(limit: 9)).map(\.kind) == [.recovered])
    }

    /// Seconds since 1970: what is older than the limit is dropped by the clock.
    private func now() throws -> Int64 { Int64(Glibc.time(nil)) }
}
