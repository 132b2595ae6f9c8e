import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Whatever happens in whatever order.
@Suite struct RandomWalkTests {
    /// Two zones that change at random: services and instances come and go, and fare well or badly, on hosts that both know.
    private struct Weather {
        var random: SeededRandom
        var zones: [TestZone]
        private var lines: [Set<String>] = [[], []]

        init(seed: UInt64) throws {
            random = SeededRandom(seed: seed)
            zones = [try TestZone("z."), try TestZone("y.")]
            try change(0)
            try change(1)
        }

        mutating func change() throws { try change(Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0) }

        private mutating func change(_ index: Int) throws {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let service = Int.random(in: 1...5, using: &random)
                let host = Int.random(in: 1...6, using: &random)
                let owner = service == 5 ? "Label\\032\(host)._s5._tcp" : "_s\(service)._tcp"
                let line =
                    "\(owner) 60 SRV \(Int.random(in: 0...1, using: &random)) "
                    + "\(Int.random(in: 0...2, using: &random)) 80 h\(host).both."
                let others = lines[index].filter { $0.hasPrefix("\(owner) ") && $0.hasSuffix(" h\(host).both.") }
                lines[index].subtract(others)
                if others.isEmpty || Bool.random(using: &random) { lines[index].insert(line) }
            }
            let healths = ["up", "down refused", "suspect timeout", "unknown", "flapping often"]
            let text = lines[index].sorted().map { "\($0) ; \(healths[Int.random(in: 0..<5, using: &random)])" }
            try zones[index].replace(with: text.joined(separator: "\n"))
            if Int.random(in: 0..<4, using: &random) == 0 { zones[index].forgetTombstones() }
        }

        /// Read anew, as after a restart of the server: every number means something else.
        mutating func readAnew() throws {
            for (index, name) in ["z.", "y."].enumerated() {
                let text = lines[index].shuffled(using: &random).map { "\($0) ; up" }
                zones[index] = try TestZone(name, text.joined(separator: "\n"))
            }
        }
    }

    private static let keys: [Key] = [
        "j", "k", .down, .up, .pageDown, .pageUp, "g", "G", "n", "N", .enter, .left, .right, "-", "+", "f", "/",
        .escape, "?", .control("d"), .control("u"), "s", "1", "d", "o", .backspace, "r", .tab, .backTab, "t", "t", "<",
        ">", "I", "C", .space, .space, "V", "*", "U", "J", "K", .control("p"),
    ]

    /// The row under the cursor by names, which are unique in these zones.
    private func row(_ desk: Desk) -> String? { desk.state.selection.map { name($0, desk) } }

    private func rows(_ desk: Desk) -> Set<String> {
        Set((0..<desk.state.rows.count).compactMap { row in desk.state.key(at: row).map { name($0, desk) } })
    }

    private func name(_ key: RowKey, _ desk: Desk) -> String {
        key.instance.map { desk.record($0) } ?? desk.title(of: key)
    }

    /// What both the cursor and the marks may be on: all that is in the zones or still in caches.
    private func existing(_ desk: Desk) -> Set<String> {
        var all: Set<String> = []
        for (index, zone) in desk.state.arrangement.basis.zones.enumerated() {
            zone.catalog.forEachInstance { all.insert(desk.record(InstanceKey(zone: index, instance: $0))) }
            for gone in zone.tombstones { all.insert(desk.record(InstanceKey(zone: index, instance: gone.instance))) }
        }
        return all
    }

    @Test(arguments: 1...4) func cursorAndMarksStayOnTheirRecordsWhateverTheZonesDo(_ seed: UInt64) throws {
        var weather = try Weather(seed: seed)
        var desk = Desk(weather.zones, size: Size(rows: 16, columns: 60))
        var everMarked: Set<String> = []
        for _ in 0..<60 {
            if Int.random(in: 0..<5, using: &weather.random) < 3 {
                let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &weather.random)]
                desk.press(key)
                everMarked.formUnion(desk.marked)
            } else {
                let (before, marked) = (row(desk), desk.marked)
                let hasMoved = desk.state.cursor.hasMoved
                if Int.random(in: 0..<8, using: &weather.random) == 0 {
                    try weather.readAnew()
                } else {
                    try weather.change()
                }
                desk.now = desk.now.advanced(by: .milliseconds(Int.random(in: 0...3000, using: &weather.random)))
                desk.show(weather.zones)
                desk.wait(.milliseconds(Int.random(in: 0...3000, using: &weather.random)))
                if hasMoved, let before, desk.state.wish == nil, rows(desk).contains(before) {
                    #expect(row(desk) == before)
                }
                let existing = existing(desk)
                #expect(desk.marked.isSuperset(of: marked.intersection(existing)))
                #expect(desk.marked.isSubset(of: everMarked))
            }
            check(desk)
            checkSubjects(desk)
        }
    }

    /// What an action would be about is what is marked, else what is drawn under the cursor, and nothing that is gone.
    private func checkSubjects(_ desk: Desk) {
        let state = desk.state
        let isRegistered = { (key: InstanceKey) in
            state.arrangement.basis.zones[key.zone].catalog.isRegistered(key.instance)
        }
        if !state.marks.isEmpty {
            #expect(desk.subjects == Set(state.marks.keys.filter(isRegistered).map { desk.record($0) }))
        } else if case .instance(let key)? = state.selection {
            #expect(desk.subjects == (isRegistered(key) ? [desk.record(key)] : []))
            guard state.overlays.isEmpty, case .table = state.focus else { return }
            let title = state.arrangement.basis.zones[key.zone].catalog.title(of: key.instance)
            #expect(desk.cursorLine?.contains(title) == true)
        }
        let shown = rows(desk)
        #expect(state.actionSubjects.hiddenCount == desk.subjects.filter { !shown.contains($0) }.count)
    }

    @Test(arguments: 1...3) func everySizeIsDrawnWithinItself(_ seed: UInt64) throws {
        var weather = try Weather(seed: seed)
        var desk = Desk(weather.zones)
        for _ in 0..<60 {
            let size = Size(
                rows: Int.random(in: 0...50, using: &weather.random),
                columns: Int.random(in: 0...210, using: &weather.random))
            desk.send(.resized(size))
            desk.press(Self.keys[Int.random(in: 0..<Self.keys.count, using: &weather.random)])
            let position = Position(
                row: Int.random(in: -1...55, using: &weather.random),
                column: Int.random(in: -1...220, using: &weather.random))
            desk.send(.input(.mouse(MouseEvent(.press(.left), at: position))))
            desk.send(.input(.mouse(MouseEvent(.wheelDown, at: position))))
            try weather.change()
            desk.show(weather.zones)
            desk.wait(.seconds(3))
            check(desk)
            #expect(desk.frame().surface.gridSize == size)
        }
    }

    /// What holds at every moment.
    private func check(_ desk: Desk) {
        let state = desk.state
        #expect(state.rows.count == 0 || state.cursor.row < state.rows.count)
        #expect(state.top >= 0)
        if state.rows.count > 0 {
            #expect(state.top <= state.cursor.row && state.cursor.row < state.top + state.pageHeight)
            #expect(state.key(at: state.cursor.row) == state.cursor.key)
        }
        let text = desk.text
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        if case .table = state.focus, state.overlays.isEmpty, state.rows.count > 0, state.layout.table.columns > 0,
            state.layout.table.rows > 0
        {
            #expect(desk.lines.filter { $0.hasPrefix("›") }.count == 1)
        }
    }
}
