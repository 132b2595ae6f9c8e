import ServiceCatalog

/// What the palette can run: every action, and commands that take an argument. A part of the dashboard that has commands of
/// its own adds them to `all`.
struct PaletteCommand: Sendable {
    /// Why a command could not be run: said where it was typed.
    struct Refusal: Error, Hashable, Sendable {
        var text: String

        init(_ text: String) { self.text = text }
    }

    /// What stands behind the name.
    struct Argument: Sendable {
        /// In capitals: `COLUMN`.
        var placeholder: String
        var isOptional = false
        /// What it can be, where that can be listed.
        var choices: @Sendable (DashboardState) -> [String] = { _ in [] }
    }

    var name: String
    var summary: String
    var aliases: [String] = []
    var argument: Argument?
    /// Whose keys do the same.
    var action: Action?
    /// - Parameter argument: empty where none was typed.
    var run: @Sendable (_ state: inout DashboardState, _ argument: String) throws(Refusal) -> [Effect]

    /// `half page up` where `half-page-up` is the name.
    var words: String { name.replacing("-", with: " ") }

    var takesArgument: Bool { argument != nil }
    var needsArgument: Bool { argument.map { !$0.isOptional } ?? false }

    private var spellings: [String] { [name, words] + aliases }

    func isCalled(_ text: String) -> Bool { spellings.contains(text.lowercased()) }
}

extension PaletteCommand {
    init(_ action: Action) {
        self.init(name: action.name, summary: action.summary, action: action) { state, _ in state.perform(action) }
    }

    /// What changes something first, moving last; each action with the argument that it may take.
    static let all: [PaletteCommand] = {
        let special = ofActions
        let commands = { (section: Action.Section) in
            Action.allCases.filter { $0.section == section }.map { action in
                special.first { $0.action == action } ?? PaletteCommand(action)
            }
        }
        return commands(.acting) + onRecords + commands(.rows) + commands(.looking) + onView + commands(.program)
            + commands(.moving)
    }()

    static func named(_ text: String) -> PaletteCommand? { all.first { $0.isCalled(text) } }

    /// The command that a line begins with, and what stands behind it and a blank.
    static func call(in line: String) -> (command: PaletteCommand, argument: Substring)? {
        let lower = line.lowercased()
        for command in all where command.takesArgument {
            for spelling in command.spellings where lower.hasPrefix(spelling + " ") {
                return (command, line.dropFirst(spelling.count))
            }
        }
        return nil
    }
}
