import ServiceCatalog
import Terminal

/// To the clipboard of the user's terminal. Whether the terminal takes it cannot be known.
extension DashboardState {
    mutating func copy(_ form: CopyForm, of target: ActionTarget) -> [Effect] {
        guard target.subjects.count <= ActionTarget.mostCopied else {
            return refuse(
                "\(Numbers.grouped(target.subjects.count)) records: at most \(ActionTarget.mostCopied) at once")
        }
        guard form != .json else {
            sayCopied("\(target.title) as JSON")
            return [.copyJSON(target.snapshot, target.subjects)]
        }
        let what =
            switch form {
            case .record, .json: target.title
            case .dig: "a dig command for \(target.title)"
            case .nsupdate: "commands for nsupdate that write \(target.title)"
            }
        return copy(target.text(as: form), as: what)
    }

    /// - Parameter what: As in: copied `what`.
    mutating func copy(_ text: String, as what: String) -> [Effect] {
        guard text.utf8.count <= Effect.mostCopiedBytes else {
            return refuse("\(Numbers.bytes(text.utf8.count)): at most \(Numbers.bytes(Effect.mostCopiedBytes))")
        }
        sayCopied(what)
        return [.copy(text)]
    }

    private mutating func sayCopied(_ what: String) {
        message = Message(
            "Copied \(what), if the terminal lets programs copy (OSC 52)", brief: "Copied, if the terminal lets it")
    }

    private mutating func refuse(_ reason: String) -> [Effect] {
        message = Message("Too much to copy: \(reason)", .warning)
        return [.bell]
    }
}
