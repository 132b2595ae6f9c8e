import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Whatever happens in whatever order.
@Suite struct RandomWalkTests {
    /// A zone that changes at random: services and instances come and go, and fare well or badly.
    private struct Weather {
        var random: SeededRandom
        var zone: TestZone
        private var lines: Set<String> = []

        init(seed: UInt64) throws {
            random = SeededRandom(seed: seed)
            zone = try TestZone("z.")
            try change()
        }

        mutating func change() throws {
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let service = Int.random(in: 1...5, using: &random)
                let host = Int.random(in: 1...6, using: &random)
                let owner = service == 5 ? "Label\\032\(host)._s5._tcp" : "_s\(service)._tcp"
                let weight = Int.random(in: 0...2, using: &random)
                let line = "\(owner) 60 SRV 0 \(weight) 80 h\(host)"
                let others = lines.filter { $0.hasPrefix("\(owner) ") && $0.hasSuffix(" h\(host)") }
                lines.subtract(others)
                if others.isEmpty || Bool.random(using: &random) { lines.insert(line) }
            }
            let healths = ["up", "down refused", "suspect timeout", "unknown", "flapping often"]
            let text = lines.sorted().map { "\($0) ; \(healths[Int.random(in: 0..<5, using: &random)])" }
            try zone.replace(with: text.joined(separator: "\n"))
            if Int.random(in: 0..<4, using: &random) == 0 { zone.forgetTombstones() }
        }
    }

    private static let keys: [Key] = [
        "j", "k", .down, .up, .pageDown, .pageUp, "g", "G", "n", "N", .enter, .left, .right, "-", "+", "f", "/",
        .escape,
        "?", .control("d"), .control("u"), "s", "1", "d", "o", "w", .backspace, "r", .tab,
    ]

    /// The record under the cursor, by service and title; both are unique in these zones.
    private func record(_ desk: Desk) -> String? {
        guard let key = desk.state.selection else { return nil }
        let catalog = desk.state.arrangement.basis.zones[key.service.zone].catalog
        let service = catalog.name(of: key.service.service).description
        return key.instance.map { "\(service) \(catalog.owner(of: $0)) \(catalog.title(of: $0))" } ?? service
    }

    private func records(_ desk: Desk) -> [String] {
        (0..<desk.state.rows.count).compactMap { row in
            guard let key = desk.state.key(at: row) else { return nil }
            let catalog = desk.state.arrangement.basis.zones[key.service.zone].catalog
            let service = catalog.name(of: key.service.service).description
            return key.instance.map { "\(service) \(catalog.owner(of: $0)) \(catalog.title(of: $0))" } ?? service
        }
    }

    @Test(arguments: 1...6) func theCursorStaysOnItsRecordWhateverTheZoneDoes(_ seed: UInt64) throws {
        var weather = try Weather(seed: seed)
        var desk = Desk([weather.zone], size: Size(rows: 16, columns: 60))
        for _ in 0..<80 {
            if Bool.random(using: &weather.random) {
                let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &weather.random)]
                desk.press(key)
            } else {
                let before = record(desk)
                let hasMoved = desk.state.cursor.hasMoved
                try weather.change()
                desk.now = desk.now.advanced(by: .milliseconds(Int.random(in: 0...3000, using: &weather.random)))
                desk.show([weather.zone])
                desk.wait(.milliseconds(Int.random(in: 0...3000, using: &weather.random)))
                if hasMoved, let before, desk.state.wish == nil, records(desk).contains(before) {
                    #expect(record(desk) == before)
                }
            }
            check(desk)
        }
    }

    @Test(arguments: 1...3) func everySizeIsDrawnWithinItself(_ seed: UInt64) throws {
        var weather = try Weather(seed: seed)
        var desk = Desk([weather.zone])
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
            desk.show([weather.zone])
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
        if case .table = state.focus, state.rows.count > 0, state.layout.table.columns > 0, state.layout.table.rows > 0
        {
            #expect(desk.lines.filter { $0.hasPrefix("›") }.count == 1)
        }
    }
}
