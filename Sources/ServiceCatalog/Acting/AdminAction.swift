/// What an admin can do to records, and to what they lead to.
package enum AdminAction: Hashable, Sendable {
    /// Takes the records out of the zone. DNS-SD instances go as a whole.
    case withdraw
    /// Writes the same records again, with another TTL in seconds if one is given.
    case renew(ttl: UInt32?)
    /// Weight 0: new clients go elsewhere while there is an elsewhere.
    case drain
    case weight(UInt16)
    case priority(UInt16)
    /// Has the stand-in of a dormant service start it. No record changes, and nothing is taken back.
    case start
    /// Reverses a journal entry: the latest that can be, where no number is given.
    case undo(Int64?)
    /// Does again what was undone last.
    case redo
}

extension AdminAction {
    package var isReversal: Bool {
        switch self {
        case .undo, .redo: true
        case .withdraw, .renew, .drain, .weight, .priority, .start: false
        }
    }

    /// One word, the same on the screen, in the journal and on the command line.
    package var name: String {
        switch self {
        case .withdraw: "withdraw"
        case .renew: "renew"
        case .drain: "drain"
        case .weight: "weight"
        case .priority: "priority"
        case .start: "start"
        case .undo: "undo"
        case .redo: "redo"
        }
    }
}
