import Terminal

/// What a configuration says about the keys of one action.
package struct KeyAssignment: Hashable, Sendable {
    /// As it was written, like everything here.
    package var action: String
    /// None, or `<disabled>`: the action has no key; the palette still has it.
    package var keys: [String]
    /// Where it stands in the file.
    package var line: Int?

    package init(_ action: String, _ keys: [String], line: Int? = nil) {
        self.action = action
        self.keys = keys
        self.line = line
    }
}

/// Why a configuration's keys cannot be used.
package struct KeyMapError: Error, Hashable, Sendable {
    package var line: Int?
    package var message: String
}

extension KeyMap {
    /// A preset by name, with the keys of some actions replaced by others.
    package init(preset: String, line: Int? = nil, _ assignments: [KeyAssignment] = []) throws(KeyMapError) {
        guard let preset = Preset(rawValue: preset) else {
            let names = Preset.allCases.map(\.rawValue)
            let hint = nearestWord(to: preset, among: names).map { "did you mean `\($0)`?" }
            let all = "there are \(names.map { "`\($0)`" }.joined(separator: ", "))"
            throw KeyMapError(line: line, message: "there is no preset `\(preset.shownBriefly)`; \(hint ?? all)")
        }
        var bindings: [Binding] = []
        for assignment in assignments {
            let binding = try Binding(assignment)
            for key in binding.keys { try Self.checkMayBind(key, to: binding.action, line: assignment.line) }
            bindings.append(binding)
        }
        self = KeyMap(preset).changed(bindings)
        try refuseConflict(preset, bindings, assignments)
    }

    /// Keys that dialogs and the last way out rely on.
    private static func checkMayBind(_ key: Key, to action: Action, line: Int?) throws(KeyMapError) {
        let fixed: [Key: (action: Action, why: String)] = [
            .control("c"): (.quit, "it always quits"), .escape: (.back, "it always closes what is open"),
        ]
        guard let meaning = fixed[key], meaning.action != action else { return }
        throw KeyMapError(line: line, message: "\(key) cannot be bound to `\(action.name)`: \(meaning.why)")
    }

    private func refuseConflict(
        _ preset: Preset, _ changed: [Binding], _ assignments: [KeyAssignment]
    ) throws(KeyMapError) {
        for (index, binding) in changed.enumerated() {
            for key in binding.keys {
                guard let other = bindings.first(where: { $0.action != binding.action && $0.keys.contains(key) })
                else { continue }
                let line = assignments[index].line
                let twin = changed.firstIndex { $0.action == other.action }
                // Of two in the file, the later one is at fault.
                if let twin, let line, let twinLine = assignments[twin].line, twinLine > line { continue }
                let place = twin.map { assignments[$0].line.map { " (line \($0))" } ?? "" }
                let source = place ?? " by the preset `\(preset.rawValue)`: give `\(other.action.name)` other keys, too"
                throw KeyMapError(
                    line: line,
                    message: "\(key) is bound to `\(binding.action.name)` and to `\(other.action.name)`\(source)")
            }
        }
    }
}

extension KeyMap.Binding {
    fileprivate init(_ assignment: KeyAssignment) throws(KeyMapError) {
        let line = assignment.line
        guard let action = Action(name: assignment.action) else {
            let hint = nearestWord(to: assignment.action, among: Action.allCases.map(\.name))
            let meant = hint.map { "did you mean `\($0)`?" } ?? "the palette (:) lists all actions"
            throw KeyMapError(line: line, message: "there is no action `\(assignment.action.shownBriefly)`; \(meant)")
        }
        var keys: [Key] = []
        for name in assignment.keys where name != "<disabled>" {
            do throws(Key.NameError) {
                let key = try Key(name: name)
                if !keys.contains(key) { keys.append(key) }
            } catch .sameAs(let key) {
                let message = "to a terminal `\(name.shownBriefly)` and \(key) are one key: write `\(key.lowerName)`"
                throw KeyMapError(line: line, message: message)
            } catch {
                let hint = nearestWord(to: name, among: Key.names).map { "did you mean `\($0)`?" }
                let forms = "keys are written like `w`, `R`, `ctrl-s`, `alt-x`, `f5`, `space`, `shift-tab`"
                throw KeyMapError(
                    line: line, message: "there is no key `\(name.shownBriefly)`; \(hint ?? forms)")
            }
        }
        if action == .quit, !keys.contains(.control("c")) { keys.append(.control("c")) }
        if action == .back, !keys.contains(.escape) { keys.append(.escape) }
        self.init(action, keys)
    }
}

extension Key {
    fileprivate var lowerName: String { description.lowercased() }
}

extension String {
    /// Safe to print, and not too long for a message.
    fileprivate var shownBriefly: String {
        let visible = Sanitiser.visible(self)
        return visible.count > 40 ? visible.prefix(40) + "…" : visible
    }
}
