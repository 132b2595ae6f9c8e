import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Presets, and keys that a configuration changes.
@Suite struct KeyMapTests {
    @Test(arguments: KeyMap.Preset.allCases) func noKeyDoesTwoThings(_ preset: KeyMap.Preset) {
        let keys = KeyMap(preset).bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    /// By a key, or by its name in the palette.
    @Test(arguments: KeyMap.Preset.allCases) func everyActionCanBeReached(_ preset: KeyMap.Preset) {
        let map = KeyMap(preset)
        #expect(!map.keys(for: .palette).isEmpty)
        for action in Action.allCases {
            #expect(PaletteCommand.named(action.name)?.action == action)
        }
    }

    @Test(arguments: KeyMap.Preset.allCases) func theWayOutIsAlwaysThere(_ preset: KeyMap.Preset) {
        #expect(KeyMap(preset)[.control("c")] == .quit)
        #expect(KeyMap(preset)[.escape] == .back)
    }

    @Test func handsFindWhatTheyAreUsedTo() {
        #expect(KeyMap(.vim)["d"] == .withdraw)
        #expect(KeyMap(.vim)[.control("r")] == .redo)
        #expect(KeyMap(.k9s)[.control("d")] == .withdraw)
        #expect(KeyMap(.k9s)["d"] == .enter)
        #expect(KeyMap(.htop)[.function(9)] == .withdraw)
        #expect(KeyMap(.htop)["k"] == .withdraw)
        #expect(KeyMap(.htop)[.function(10)] == .quit)
    }

    @Test func theFileReplacesTheKeysOfAnAction() throws {
        let map = try KeyMap(
            preset: "default",
            [
                KeyAssignment("withdraw", ["W", "f9"]), KeyAssignment("renew", []),
                KeyAssignment("copy", ["<disabled>"]),
            ])
        #expect(map.keys(for: .withdraw).map(\.description) == ["W", "F9"])
        #expect(map["w"] == nil)
        #expect(map.keys(for: .renew).isEmpty)
        #expect(map.keys(for: .copy).isEmpty)
    }

    @Test func keysThatTradePlacesAreNoConflict() throws {
        let map = try KeyMap(preset: "default", [KeyAssignment("undo", ["p"]), KeyAssignment("pause", ["u"])])
        #expect(map["p"] == .undo)
        #expect(map["u"] == .pause)
    }

    @Test func quitAndBackKeepTheirOwnKeys() throws {
        let map = try KeyMap(preset: "default", [KeyAssignment("quit", ["Q"]), KeyAssignment("back", [])])
        #expect(map[.control("c")] == .quit)
        #expect(map[.escape] == .back)
        #expect(map["Q"] == .quit)
    }

    private func complaint(_ assignments: KeyAssignment..., preset: String = "default") -> String {
        let error = #expect(throws: KeyMapError.self) { try KeyMap(preset: preset, line: 2, assignments) }
        return "\(error?.line ?? 0): \(error?.message ?? "")"
    }

    @Test func mistakesAreNamedWithTheirLine() {
        #expect(
            complaint(KeyAssignment("withdraw", ["d"], line: 5))
                == "5: d is bound to `withdraw` and to `enter` by the preset `default`: give `enter` other keys, too")
        #expect(
            complaint(KeyAssignment("withdraw", ["W"], line: 5), KeyAssignment("renew", ["R", "W"], line: 7))
                == "7: W is bound to `renew` and to `withdraw` (line 5)")
        #expect(
            complaint(KeyAssignment("withdrow", ["W"], line: 5))
                == "5: there is no action `withdrow`; did you mean `withdraw`?")
        #expect(
            complaint(KeyAssignment("zap", ["W"], line: 5))
                == "5: there is no action `zap`; the palette (:) lists all actions")
        #expect(
            complaint(KeyAssignment("withdraw", ["entr"], line: 5))
                == "5: there is no key `entr`; did you mean `enter`?")
        #expect(
            complaint(KeyAssignment("withdraw", ["ctrl-m"], line: 5))
                == "5: to a terminal `ctrl-m` and Enter are one key: write `enter`")
        #expect(
            complaint(KeyAssignment("withdraw", ["ctrl-c"], line: 5))
                == "5: Ctrl-C cannot be bound to `withdraw`: it always quits")
        #expect(
            complaint(KeyAssignment("quit", ["esc"], line: 5))
                == "5: Esc cannot be bound to `quit`: it always closes what is open")
        #expect(complaint(preset: "vi") == "2: there is no preset `vi`; did you mean `vim`?")
        #expect(
            complaint(preset: "emacs") == "2: there is no preset `emacs`; there are `default`, `vim`, `k9s`, `htop`")
    }

    @Test func whatIsHostileIsShownHarmless() {
        let text = complaint(KeyAssignment("\u{1B}[2J", ["x"], line: 5), preset: "default")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }

    /// Whatever single key is pressed in the table, on whatever row, in whatever preset: nothing is carried out.
    @Test(arguments: KeyMap.Preset.allCases) func noSingleKeySendsAnything(_ preset: KeyMap.Preset) throws {
        let map = KeyMap(preset)
        let letters = (0x20...0x7E).compactMap { Unicode.Scalar($0) }.map { Key(.character(Character($0))) }
        let keys = Set(map.bindings.flatMap(\.keys) + letters)
        for key in keys {
            for row in 0..<3 {
                var desk = Desk(Snapshot(at: .testStart, zones: [try TestZone.corp().snapshot]), keyMap: map)
                for _ in 0..<row { desk.press(.down) }
                desk.press(key)
                #expect(!desk.hasExecuted, "\(key)")
                // Nor when the plan that it asked for is there.
                desk.send(.planned(.success(try .withdrawal())))
                #expect(!desk.hasExecuted, "\(key)")
            }
        }
    }
}
