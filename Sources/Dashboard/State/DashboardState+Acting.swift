import ServiceCatalog
import Terminal

/// Keys that act on records: each opens a plan, a menu or a copy; none sends anything.
extension DashboardState {
    mutating func performAct(_ action: Action) -> [Effect] {
        if !isLive, action != .copy {
            refuseToActOnThePast()
            return []
        }
        switch action {
        case .withdraw: return plan(.withdraw)
        case .renew: return plan(.renew(ttl: nil))
        case .start: return plan(.start)
        case .undo: return take(back: nil)
        case .redo: return ask(for: PlanRequest(.redo, newest))
        case .actionMenu:
            guard let target = targetOrMessage() else { return [] }
            open(ActionMenu(target, isReadOnly: premises.isReadOnly))
        case .copy:
            guard let target = targetOrMessage() else { return [] }
            return copy(.record, of: target)
        case .refresh: return refresh()
        default: break
        }
        return []
    }

    /// A plan for what is marked, or under the cursor.
    mutating func plan(_ action: AdminAction) -> [Effect] {
        guard isLive else {
            refuseToActOnThePast()
            return []
        }
        guard let target = targetOrMessage() else { return [] }
        return ask(for: target.request(action))
    }

    /// A plan that reverses a journal entry, or the latest. It is about what the zone holds now: the rows may be older.
    mutating func take(back entry: Int64?) -> [Effect] { ask(for: PlanRequest(.undo(entry), newest)) }

    mutating func targetOrMessage() -> ActionTarget? {
        guard let target = actionTarget else {
            message = Message("There is no record here that could be acted on", .warning, brief: "No record here")
            return nil
        }
        return target
    }

    mutating func toggleMouse() -> [Effect] {
        isMouseOn.toggle()
        let key = keyMap.keys(for: .mouse).first.map { " (\($0) takes it back)" } ?? ""
        message = Message(
            isMouseOn ? "Mouse on: rows, key bar and wheel" : "Mouse off: the terminal selects text again\(key)",
            brief: isMouseOn ? nil : "Mouse off\(key)")
        return [.setMouse(isMouseOn)]
    }
}
