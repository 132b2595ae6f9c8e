import Terminal

/// Where the parts of a plan's dialog lie: the text gets what the field and the buttons leave.
struct PlanParts {
    /// The dialog without its frame.
    let inside: Size
    /// That the plan has been overtaken; empty where it has not. In the coordinates of the dialog's inside, like all of them.
    private(set) var notice: Rect
    private(set) var text: Rect
    /// What is to be typed and why, then the field; empty where nothing is.
    private(set) var demand: Rect
    private(set) var field: Rect
    private(set) var cancel: Rect
    private(set) var confirm: Rect
    private let overlay: PlanOverlay
    /// The inside on the screen.
    private var origin = Position(row: 0, column: 0)

    /// In fewer columns things are said in fewer words.
    static let narrow = 56
    private static let widest = 100
    private static let mostDemandLines = 4
    private static let gap = 2

    init(inside size: Size, _ overlay: PlanOverlay) {
        self.overlay = overlay
        inside = size
        var rest = Rect(size)
        let buttons = rest.takeBottom(1)
        field = rest.takeBottom(overlay.demand == nil ? 0 : 1)
        let demandLines = PlanDemand(overlay.demand, width: size.columns).lines.count
        demand = rest.takeBottom(min(demandLines, size.rows / 2, Self.mostDemandLines, size.rows - 3))
        _ = rest.takeBottom(size.rows >= 10 ? 1 : 0)
        notice = rest.takeTop(overlay.isOvertaken ? 1 : 0)
        text = rest
        let labels = ["Cancel", overlay.plan.buttonTitle].map { TextWidth.columns(of: $0) + 4 }
        let start = max(0, size.columns - labels[0] - labels[1] - Self.gap)
        cancel = Rect(row: buttons.row, column: start, rows: 1, columns: labels[0])
        confirm = Rect(row: buttons.row, column: cancel.right + Self.gap, rows: 1, columns: labels[1])
    }

    init(_ overlay: PlanOverlay, _ state: DashboardState) {
        let frame = Self.frame(of: overlay, in: state.layout.body)
        let inside = Dialog.inside(frame.size)
        self.init(inside: inside.size, overlay)
        origin = Position(row: frame.row + inside.row, column: frame.column + inside.column)
    }

    static func frame(of overlay: PlanOverlay, in body: Rect) -> Rect {
        let columns = min(body.columns, widest) - 4
        let demandLines = min(mostDemandLines, PlanDemand(overlay.demand, width: columns).lines.count)
        let extra = 2 + (overlay.demand == nil ? 0 : 1 + demandLines)
        return Dialog.frame(rows: overlay.textHeight(in: columns) + extra, columns: columns, in: body)
    }

    /// What a click on the screen is on.
    func target(at position: Position) -> PlanOverlay.Focus? {
        let position = Position(row: position.row - origin.row, column: position.column - origin.column)
        if cancel.contains(position) { return .cancel }
        if confirm.contains(position) { return .confirm }
        if field.contains(position) { return .field }
        guard text.contains(position) else { return nil }
        return overlay.offer(atLine: position.row - text.row, width: text.columns).map { .offer($0) }
    }
}
