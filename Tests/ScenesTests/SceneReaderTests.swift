import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Scenes

/// A scene is easy to write, and a mistake in one is told with its line and with what would be right.
@Suite struct SceneReaderTests {
    private static let zone = """
        zone svc.example. at ns1
            _http._tcp SRV 0 0 80 web1
            web1 A 10.0.0.1

        """

    @Test func theShortestScene() throws {
        let scene = try Scene(parsing: Self.zone)
        #expect(scene.zones.count == 1)
        #expect(scene.zones[0].records.map(\.type) == [.srv, .a])
        #expect(scene.zones[0].records[0].name == (try DomainName("_http._tcp.svc.example.")))
        #expect(scene.zones[0].records[0].ttl == 60)
        #expect(scene.steps.isEmpty)
    }

    @Test func recordsAreWrittenAsInMasterFiles() throws {
        let scene = try Scene(
            parsing: """
                zone svc.example.
                    $TTL 300
                    _http._tcp IN SRV 0 0 80 web1 ; the first
                    _ldap._tcp.svc.example. 60 IN SRV ( 10 50 389 dc.other.example. )
                    $GENERATE 9-12/2 web${-8,2} 30 A 10.0.0.$
                    @ TXT "two words" three
                """)
        let records = scene.zones[0].records
        #expect(records.map(\.ttl) == [300, 60, 30, 30, 300])
        #expect(
            records.map { "\($0.name) \($0.data)" } == [
                "_http._tcp.svc.example. 0 0 80 web1.svc.example.",
                "_ldap._tcp.svc.example. 10 50 389 dc.other.example.",
                "web01.svc.example. 10.0.0.9", "web03.svc.example. 10.0.0.11",
                "svc.example. \"two words\" \"three\"",
            ])
    }

    @Test func keysAreCalledWhatTheHelpCallsThem() throws {
        let scene = try Scene(
            parsing: Self.zone + "press j G ? Enter Esc Space Ctrl-R Alt-x Shift-Tab PgDn F5 Ctrl-Z - +")
        let keys = scene.steps.compactMap { if case .key(let key) = $0.act { key } else { nil } }
        #expect(
            keys == [
                "j", "G", "?", .enter, .escape, .space, .control("r"), .alt("x"), .backTab, .pageDown, .function(5),
                .control("z"), "-", "+",
            ])
    }

    @Test func momentsHaveNames() throws {
        let scene = try Scene(parsing: Self.zone + "+1s moment before\n+1m moment after\n+1s")
        #expect(scene.moments == ["before", "after"])
    }

    @Test(arguments: [
        ("", "failover.scene: a scene needs a zone: write `zone svc.example. at ns1`, and its records indented below"),
        ("zoen svc.example.", "failover.scene:1: \"zoen\" is no instruction: `zone`?"),
        (
            "zone svc.example.\n    web1 10.0.0.1",
            "failover.scene:2: \"10.0.0.1\" is no type of record: write NAME [TTL] TYPE DATA"
        ),
        ("zone svc.example.\n    web1 A 10.0.0", "failover.scene:2: A: \"10.0.0\" is not an IPv4 address"),
        ("zone svc.example.\n    web1 A", "failover.scene:2: data of A is missing"),
        (
            "zone svc.example.\n    @ SOA . . 1 2 3 4 5",
            "failover.scene:2: the SOA record is made from the zone's `serial`"
        ),
        ("zone svc..example.", "failover.scene:1: \"svc..example.\": a label is empty"),
        (
            "zone svc.example. on ns1",
            "failover.scene:1: \"on\" is nothing that a zone has: at, serial, key, by, notify"
        ),
        ("zone a.\nzone A.", "failover.scene:2: A. is there already"),
        ("start yesterday", "failover.scene:1: \"yesterday\" is no time: write 2026-09-22T14:00:00Z"),
        (
            "start 2026-02-30T14:00:00Z",
            "failover.scene:1: \"2026-02-30T14:00:00Z\" is no time: write 2026-09-22T14:00:00Z"
        ),
        ("zone a.\n+soon press j", "failover.scene:2: \"+soon\" is no time: write +10s or +1m30s"),
        ("zone a.\n+2d", "failover.scene:2: a scene takes a day at most: `suspend 30d` passes over longer times"),
        ("zone a.\npress Entre", "failover.scene:2: \"Entre\" is no key: write j, Enter, Esc, PgDn, F5, Ctrl-R"),
        ("zone a.\npress", "failover.scene:2: a key is missing"),
        (
            "zone a.\nprobe web1 is down",
            "failover.scene:2: \"is down\": write answers 2ms, refused, timed out, unreachable or wrong answer"
        ),
        ("zone a.\nprobe web1 answers", "failover.scene:2: a round-trip time is missing"),
        (
            "zone a.\nprobe web1 answers fast",
            "failover.scene:2: \"fast\" is not a round-trip time: write 500ms, 10s, 1m30s, 2h or 3d"
        ),
        (
            "zone a.\nprobe web1 answers 2ms losing 120%",
            "failover.scene:2: \"120%\" is no part of the probes: write losing 10%"
        ),
        (
            "zone a.\nprobe web1 answers 2ms, refused",
            "failover.scene:2: only the last may be for good: write `answers 2ms for 10s, …`"
        ),
        ("zone a.\nprobe web1 refused twice", "failover.scene:2: \"twice\" is too much"),
        ("zone a.\nserver b. lost", "failover.scene:2: there is no zone b."),
        (
            "zone a.\nserver a. gone",
            "failover.scene:2: what of it: write `lost`, with the reason behind it if you like, `back`, or `updates REFUSED`"
        ),
        ("zone a.\nreplica ns2 a.", "failover.scene:2: of which zone: write `replica ns2 of svc.example.`"),
        ("zone a.\nclick 5", "failover.scene:2: a row is missing"),
        ("zone a.\nresize big", "failover.scene:2: \"big\" is no size: write 120x40"),
        ("zone a.\nmoment last", "failover.scene:2: \"last\" means another moment already"),
        ("zone a.\nmoment x\nmoment x", "failover.scene:3: there is a moment \"x\" already"),
        ("zone a.\npress j\nzone b.", "failover.scene:3: a zone is to stand before what happens"),
        (
            "zone a.\n    $GENERATE 9-1 web$ A 10.0.0.$",
            "failover.scene:2: \"9-1\" is no range: write 1-9, or 1-9/2 for every second, up to 65535"
        ),
        ("seed -1", "failover.scene:1: \"-1\" is not a number from 0 to 18446744073709551615"),
        ("policy interval soon", "failover.scene:1: \"soon\" is not a time: write 500ms, 10s, 1m30s, 2h or 3d"),
    ]) func mistakes(_ text: String, _ wanted: String) {
        do throws(SceneError) {
            _ = try Scene(parsing: text)
            Issue.record("read without a complaint: \(text)")
        } catch {
            #expect(error.description(in: "failover.scene") == wanted)
        }
    }

    @Test func aChangeOfWhatIsNotThereIsToldWithItsLine() throws {
        let scene = try Scene(parsing: Self.zone + "+1s change svc.example.\n  add web2 A 10.0.0.2\n  delete web9 A")
        var play = ScenePlay(scene, size: Size(rows: 24, columns: 80))
        #expect(throws: SceneError("svc.example. has no record web9.svc.example. A then", line: 6)) { try play.play() }
    }

    @Test func aClickOnWhatIsNotShownIsToldWithItsLine() throws {
        var play = ScenePlay(try Scene(parsing: Self.zone + "+1s click on nobody"), size: Size(rows: 24, columns: 80))
        #expect(throws: SceneError("\"nobody\" is not on the screen then", line: 4)) { try play.play() }
    }

    /// Whatever stands in a file, reading it ends with a scene or an error.
    @Test func noTextKnocksTheReaderOver() {
        let pieces = [
            "zone", "a.", "at", "serial", "+", "1s", "99999999d", "$GENERATE", "0-99", "$", "${", "}",
            "${9,9999999}",
            "\\", "\"", "(", "answers", "±", "1ms", "for", ",", "losing", "%", "press", "Ctrl-", "\u{301}", "\u{1F468}",
            "\n", "\n ", "\n\t", "change", "add", "delete", "probe", "*", "click", "4294967296", "-1", "start", "host",
        ]
        var generator = SeededRandom(seed: 20_260_922)
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                (pieces.randomElement(using: &generator) ?? "") + (Bool.random(using: &generator) ? " " : "")
            }.joined()
            _ = try? Scene(parsing: text)
        }
    }
}

/// SplitMix64: the same sequence in every run.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
