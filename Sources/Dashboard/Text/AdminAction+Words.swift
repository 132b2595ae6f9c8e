import ServiceCatalog

extension AdminAction {
    /// What the button that sends it says.
    var verb: String {
        switch self {
        case .withdraw: "Withdraw"
        case .renew: "Renew"
        case .drain: "Drain"
        case .weight: "Set weight"
        case .priority: "Set priority"
        case .start: "Start"
        case .undo: "Undo"
        case .redo: "Redo"
        }
    }

    /// `Set weight 10`, `Renew with TTL 300`
    private var order: String {
        switch self {
        case .weight(let weight): "Set weight \(weight)"
        case .priority(let priority): "Set priority \(priority)"
        case .renew(let ttl?): "Renew with TTL \(ttl)"
        case .drain: "Drain (weight 0)"
        default: verb
        }
    }

    /// What it does to so many records, as a heading.
    fileprivate func title(_ what: String) -> String {
        switch self {
        case .weight, .priority: "\(order): \(what)"
        default: "\(order) \(what)"
        }
    }
}

extension Plan {
    /// `Withdraw dc1:389`, `Renew 3 records`, `Undo: withdraw dc1:389 (entry 12)`
    var title: String {
        let records = lines.count == 1 ? lines.first?.title : nil
        let what = records ?? count
        guard let reverses else { return action.title(what) }
        guard let origin, !origin.isReversal else { return "\(action.verb): what entry \(reverses) did" }
        let title = origin.title(what)
        let act = title.prefix(1).lowercased() + title.dropFirst()
        return action == .redo ? "Redo: \(act)" : "Undo: \(act) (entry \(reverses))"
    }

    var buttonTitle: String {
        lines.count > 1 ? "\(action.verb) \(count)" : action.verb
    }

    /// What is started is no record.
    private var count: String { Numbers.counted(lines.count, action == .start ? "instance" : "record") }

    /// Whether anything is left that could be taken back.
    var isUndoable: Bool { !updates.isEmpty }

    var isDangerous: Bool {
        if case .typed = confirmation { return true }
        return !losses.isEmpty
    }
}
