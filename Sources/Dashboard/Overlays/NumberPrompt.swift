import ServiceCatalog
import Terminal

/// Asks for the number that an action needs, then for the action's plan.
struct NumberPrompt: Overlay {
    enum Quantity: Hashable, Sendable {
        case ttl
        case weight
        case priority
    }

    private let quantity: Quantity
    private let target: ActionTarget
    /// What the records have now, if they all have the same.
    private let current: UInt32?
    private var field = TextField(limit: 12)
    private var complaint: String?

    init(_ quantity: Quantity, _ target: ActionTarget) {
        self.quantity = quantity
        self.target = target
        let values = Set(target.instances(first: ActionTarget.mostCopied).map(quantity.value))
        current = values.count == 1 ? values.first : nil
    }

    var holdsRows: Bool { true }

    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        Dialog.frame(rows: 3, columns: 52, in: body)
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        complaint = nil
        switch input {
        case .key(.escape): return .close
        case .key(.enter):
            guard let action = quantity.action(field.text) else {
                complaint = "not a number from 0 to \(quantity.most)"
                return .stay([.bell])
            }
            return .close(state.ask(for: target.request(action)))
        case .key(let key): _ = field.edit(key)
        case .paste(let text): field.insert(text)
        case .mouse: break
        }
        if !field.isEmpty, quantity.action(field.text) == nil { complaint = "not a number from 0 to \(quantity.most)" }
        return .stay
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: "\(quantity.title): \(target.title)") { canvas in
            let theme = canvas.theme
            let now = current.map { "now \($0)" } ?? "they differ now"
            canvas.put("\(quantity.unit), 0 to \(quantity.most); \(now)", row: 0, column: 0, style: theme[.dim])
            canvas.put("›", row: 1, column: 0, style: theme[.prompt])
            canvas.draw(in: Rect(row: 1, column: 2, rows: 1, columns: canvas.size.columns - 2)) { canvas in
                canvas.draw(field, wrongFrom: complaint == nil ? nil : 0)
            }
            canvas.put(complaint ?? "", row: 2, column: 0, style: theme[.error])
        }
    }

    func hints(_ state: DashboardState) -> [KeyHint] { [KeyHint(.enter, "to the plan"), KeyHint(.escape, "cancel")] }
}

extension NumberPrompt.Quantity {
    var title: String {
        switch self {
        case .ttl: "Renew with TTL"
        case .weight: "Set weight"
        case .priority: "Set priority"
        }
    }

    var summary: String {
        switch self {
        case .ttl: "write the same again, with another TTL"
        case .weight: "its part within the priority"
        case .priority: "lower ones are used first"
        }
    }

    fileprivate var unit: String {
        switch self {
        case .ttl: "Seconds"
        case .weight: "Weight"
        case .priority: "Priority"
        }
    }

    /// A TTL has 31 bits (RFC 2181 section 8).
    var most: UInt32 { self == .ttl ? 2_147_483_647 : 65_535 }

    fileprivate func value(of instance: Instance) -> UInt32 {
        switch self {
        case .ttl: instance.ttl
        case .weight: UInt32(instance.weight)
        case .priority: UInt32(instance.priority)
        }
    }

    /// nil for what is no number, or too large a one.
    func action(_ text: String) -> AdminAction? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(text),
            number <= most
        else { return nil }
        return switch self {
        case .ttl: .renew(ttl: number)
        case .weight: .weight(UInt16(truncatingIfNeeded: number))
        case .priority: .priority(UInt16(truncatingIfNeeded: number))
        }
    }
}
