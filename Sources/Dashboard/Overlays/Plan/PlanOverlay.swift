import DNSCore
import ServiceCatalog
import Terminal

/// A plan before it is carried out, while it is, and what came of it.
///
/// No single key sends it: Cancel has the focus, or a name is to be typed.
struct PlanOverlay: Overlay {
    enum Focus: Hashable, Sendable {
        case offer(Int)
        case field
        case cancel
        case confirm
    }

    private(set) var plan: Plan
    private(set) var focus: Focus
    /// What is typed where a name has to be.
    private(set) var field = TextField(limit: 512)
    /// Shows what nsupdate would be given, in the place of words.
    private(set) var showsCommands = false
    /// Said below the text, about the last key.
    private(set) var complaint: Complaint?
    /// The records are not any more what the plan rests on.
    private(set) var isOvertaken = false
    /// Whether it has been sent: `state.acting.run` tells the rest.
    private(set) var isFollowing = false
    private var top = 0
    /// Where the words were left for nsupdate's.
    private var topOfWords = 0
    /// Of the zones when they were looked at last.
    private var revisions: [UInt64?] = []
    private var documents: Documents
    /// With every offer taken: the dialog has room for that from the beginning, and keeps its size.
    private let fullest: Documents

    /// What is the matter with a key, in few words where there is little room.
    struct Complaint: Hashable, Sendable {
        var text: String
        var short: String

        static let nothingTyped = Complaint(text: "type the name first, or Esc", short: "type it first")
        static let otherText = Complaint(text: "this is another text", short: "another text")
    }

    private struct Documents: Sendable {
        let words: PlanDocument
        let commands: PlanDocument

        init(_ plan: Plan) {
            words = PlanDocument(plan, asCommands: false)
            commands = PlanDocument(plan, asCommands: true)
        }
    }

    init(_ plan: Plan) {
        self.plan = plan
        focus = .cancel
        documents = Documents(plan)
        var fullest = plan
        for index in fullest.offers.indices { fullest.offers[index].isTaken = true }
        self.fullest = Documents(fullest)
        if wantedText != nil { focus = .field }
    }

    /// Once it is sent there is nothing left to decide about them.
    var holdsRows: Bool { !isFollowing }

    private var document: PlanDocument { showsCommands ? documents.commands : documents.words }

    /// What has to be typed; nil where choosing the button is enough.
    private var wantedText: String? {
        if case .typed(let text, _) = plan.confirmation { text } else { nil }
    }

    private var isTyped: Bool { wantedText.map { $0 == field.text } ?? true }
}

// MARK: - Keys

extension PlanOverlay {
    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        complaint = nil
        if isFollowing { return takeWhileFollowing(input, &state) }
        switch input {
        case .key(let key): return take(key, in: &state)
        case .paste(let text):
            if focus == .field { field.insert(text) }
        case .mouse(let mouse): return take(mouse, in: &state)
        }
        return .stay
    }

    private mutating func take(_ key: Key, in state: inout DashboardState) -> OverlayTurn {
        if key == .escape { return .close }
        if key == .enter { return press(in: &state) }
        if focus == .field, field.edit(key) { return .stay }
        switch key.code {
        case .tab: move(by: key.modifiers.contains(.shift) ? -1 : 1, state)
        case .right: move(by: 1, state)
        case .left: move(by: -1, state)
        case .character(" "): toggleOffer(state)
        case .character("q"): return .close
        case .character("m") where !plan.updates.isEmpty: show(commands: !showsCommands, state)
        case .character("y") where !plan.updates.isEmpty:
            return .stay(state.copy(plan.commands, as: "what nsupdate would be given"))
        default: scroll(key, state)
        }
        return .stay
    }

    private mutating func press(in state: inout DashboardState) -> OverlayTurn {
        switch focus {
        case .cancel: return .close
        case .offer: toggleOffer(state)
        case .field, .confirm: return confirm(in: &state)
        }
        return .stay
    }

    private mutating func confirm(in state: inout DashboardState) -> OverlayTurn {
        guard isTyped else {
            focus = .field
            complaint = field.isEmpty ? .nothingTyped : .otherText
            return .stay([.bell])
        }
        if let reason = state.reasonNotToAct {
            complaint = Complaint(text: reason, short: reason)
            return .stay([.bell])
        }
        isFollowing = true
        top = 0
        return .stay(state.carryOut(plan))
    }

    private mutating func takeWhileFollowing(_ input: KeyEvent, _ state: inout DashboardState) -> OverlayTurn {
        guard case .key(let key) = input else { return .stay }
        // Enter that was pressed twice is no wish to leave.
        if key == .enter, state.acting.isUnderWay { return .stay }
        if key == .escape || key == .enter || key == "q" { return .close }
        if state.keyMap[key] == .undo, plan.isUndoable, !state.acting.isUnderWay { return .close(state.perform(.undo)) }
        scroll(key, state)
        return .stay
    }

    // MARK: Focus

    private var stops: [Focus] {
        plan.offers.indices.map { .offer($0) } + (wantedText == nil ? [] : [.field]) + [.cancel, .confirm]
    }

    private mutating func move(by step: Int, _ state: DashboardState) {
        let stops = stops
        let index = (stops.firstIndex(of: focus) ?? 0) + step + stops.count
        focus = stops[index % stops.count]
        guard case .offer(let number) = focus else { return }
        let parts = PlanParts(self, state)
        guard let lines = document.lines(ofOffer: number, width: parts.text.columns) else { return }
        top = max(min(top, lines.lowerBound), lines.upperBound - parts.text.rows)
    }

    private mutating func toggleOffer(_ state: DashboardState) {
        guard case .offer(let number) = focus else { return }
        plan.offers[number].isTaken.toggle()
        documents = Documents(plan)
        settle(state)
    }

    /// What differs is brought to where it is seen, and back again.
    private mutating func show(commands: Bool, _ state: DashboardState) {
        showsCommands = commands
        if commands { topOfWords = top }
        top = commands ? document.firstMessage(in: PlanParts(self, state).text.columns) : topOfWords
        settle(state)
    }

    // MARK: Scrolling

    private mutating func scroll(_ key: Key, _ state: DashboardState) {
        let page = max(1, PlanParts(self, state).text.rows - 1)
        switch (key.code, state.keyMap[key]) {
        case (.up, _), (_, .up): top -= 1
        case (.down, _), (_, .down): top += 1
        case (.pageUp, _), (_, .pageUp), (_, .halfPageUp): top -= page
        case (.pageDown, _), (_, .pageDown), (_, .halfPageDown): top += page
        case (_, .first): top = 0
        case (_, .last): top = .max
        default: return
        }
        settle(state)
    }

    private mutating func settle(_ state: DashboardState) {
        let parts = PlanParts(self, state)
        if isFollowing, let run = state.acting.run {
            let lines = PlanRunView(run: run, top: top).height(in: parts.text.columns)
            top = max(0, min(top, lines - parts.inside.rows))
        } else {
            top = max(0, min(top, document.height(in: parts.text.columns) - parts.text.rows))
        }
    }

    /// A click takes the focus there; on what has it already, presses it.
    private mutating func take(_ mouse: MouseEvent, in state: inout DashboardState) -> OverlayTurn {
        switch mouse.action {
        case .wheelUp: scroll(.up, state)
        case .wheelDown: scroll(.down, state)
        case .press(.left):
            guard let target = PlanParts(self, state).target(at: mouse.position) else { return .stay }
            if focus == target || target == .cancel { focus = target; return press(in: &state) }
            focus = target
            if case .offer = target { toggleOffer(state) }
        case .press, .release, .drag: break
        }
        return .stay
    }
}

// MARK: - News

extension PlanOverlay {
    mutating func receive(_ event: DashboardEvent, in state: inout DashboardState) {
        guard case .snapshot = event, !isFollowing else { return }
        let revisions = state.newest.zones.map(\.revision)
        guard revisions != self.revisions || revisions.contains(nil) else { return }
        self.revisions = revisions
        isOvertaken = !plan.holds(in: state.newest)
    }
}

// MARK: - Looks

extension PlanOverlay {
    func frame(in body: Rect, _ state: DashboardState) -> Rect { PlanParts.frame(of: self, in: body) }

    /// Lines of the longest text that it may have to show in words: what nsupdate is given may be scrolled.
    func textHeight(in width: Int) -> Int { fullest.words.height(in: width) }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        let outcome = isFollowing ? state.acting.run?.outcome : nil
        let zones = Set(plan.updates.map(\.request.zone) + (plan.starts.isEmpty ? [] : plan.lines.map(\.zone)))
            .map(\.withoutFinalDot).sorted().joined(separator: ", ")
        canvas.dialog(title: plan.title, note: zones, isDangerous: plan.isDangerous && outcome == nil) { canvas in
            let parts = PlanParts(inside: canvas.size, self)
            if isFollowing, let run = state.acting.run {
                canvas.draw(PlanRunView(run: run, top: top), in: Rect(canvas.size))
                return
            }
            drawNotice(in: parts.notice, on: &canvas)
            canvas.draw(in: parts.text) { canvas in
                var focused: Int?
                if case .offer(let number) = focus { focused = number }
                document.draw(plan, focus: focused, from: top, on: &canvas)
            }
            canvas.draw(PlanButtons(overlay: self, parts: parts), in: Rect(canvas.size))
        }
    }

    private func drawNotice(in rect: Rect, on canvas: inout Canvas) {
        guard !rect.isEmpty else { return }
        let isNarrow = rect.columns < PlanParts.narrow
        let text =
            !plan.starts.isEmpty
            ? "! it does not sleep any more, or its stand-in is gone"
            : isNarrow
                ? "! changed since: Esc and try again"
                : "! the records have changed since: this will be refused; Esc and try again"
        canvas.put(text, row: rect.row, column: 0, width: rect.columns, style: canvas.theme[.dialogDanger])
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        if isFollowing {
            let isUnderWay = state.acting.isUnderWay
            let isDone = state.acting.run?.outcome?.result == .done
            let undo = isDone && plan.isUndoable ? state.hint(.undo) : nil
            return [KeyHint(.escape, isUnderWay ? "leave, it goes on" : "close")] + [undo].compactMap { $0 }
        }
        let parts = PlanParts(self, state)
        let isNarrow = parts.text.columns < PlanParts.narrow
        let scrolling = scrolling(parts).hint.map { [$0] } ?? []
        let leave = KeyHint(.escape, isNarrow ? "back" : "cancel")
        if focus == .field { return [leave, KeyHint(.tab, "next")] + scrolling }
        var ways = [leave, KeyHint(.tab, "next")]
        if case .offer = focus { ways.insert(KeyHint(.space, isNarrow ? "take" : "take it"), at: 1) }
        if plan.updates.isEmpty { return ways + scrolling }
        let form = KeyHint("m" as Key, showsCommands ? "in words" : isNarrow ? "nsupdate" : "as nsupdate")
        return ways + [form] + scrolling + (isNarrow ? [] : [KeyHint("y" as Key, "copy")])
    }

    /// Which way there is more of the text than is seen.
    private func scrolling(_ parts: PlanParts) -> (hint: KeyHint?, sign: String) {
        let isMoreBelow = top + parts.text.rows < document.height(in: parts.text.columns)
        switch (top > 0, isMoreBelow) {
        case (false, false): return (nil, "")
        case (true, false): return (KeyHint(.up, "more"), "↑")
        case (false, true): return (KeyHint(.down, "more"), "↓")
        case (true, true): return (KeyHint(.down, "more"), "↕")
        }
    }

    func place(_ state: DashboardState) -> String {
        guard !isFollowing else { return "" }
        let parts = PlanParts(self, state)
        let lines = document.height(in: parts.text.columns)
        guard lines > parts.text.rows else { return "" }
        // Where the key bar has no room for a hint, its sign has to do.
        let sign = parts.text.columns < PlanParts.narrow ? scrolling(parts).sign : ""
        return "\(sign)\(min(lines, top + parts.text.rows))/\(lines)"
    }

    /// The line of the text that is at this row of it.
    func offer(atLine line: Int, width: Int) -> Int? {
        plan.offers.indices.first { document.lines(ofOffer: $0, width: width)?.contains(line + top) ?? false }
    }

    /// What is to be typed, and why.
    var demand: (text: String, reason: String)? {
        if case .typed(let text, let reason) = plan.confirmation { (text, reason) } else { nil }
    }

    var isReady: Bool { isTyped }
}
