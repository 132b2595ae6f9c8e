import Terminal

/// What lies over the table, or in its place, and takes the keys while it is open. One may open another above itself.
protocol Overlay: Sendable {
    /// The part of the screen that it takes; `body` is all between header and footer.
    func frame(in body: Rect, _ state: DashboardState) -> Rect

    /// Draws itself in its own coordinates.
    func draw(_ state: DashboardState, on canvas: inout Canvas)

    /// Takes in a key, a click (in the coordinates of the screen) or a paste. It is not among `state.overlays` meanwhile.
    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn

    /// News that may concern it, though it does not come from the user.
    mutating func receive(_ event: DashboardEvent, in state: inout DashboardState)

    /// What the key bar shows while it is open, the most important first.
    func hints(_ state: DashboardState) -> [KeyHint]

    /// What stands at the right end of the key bar: where one is in it.
    func place(_ state: DashboardState) -> String

    /// Whether the rows stay as they are while it is open: something is being decided about them.
    var holdsRows: Bool { get }
}

extension Overlay {
    func frame(in body: Rect, _ state: DashboardState) -> Rect { body }
    mutating func receive(_ event: DashboardEvent, in state: inout DashboardState) {}
    func place(_ state: DashboardState) -> String { "" }
    var holdsRows: Bool { false }
}

/// What came of an input.
struct OverlayTurn: Sendable {
    var isClosed = false
    var effects: [Effect] = []

    static let stay = OverlayTurn()
    static let close = OverlayTurn(isClosed: true)
    static func close(_ effects: [Effect]) -> OverlayTurn { OverlayTurn(isClosed: true, effects: effects) }
    static func stay(_ effects: [Effect]) -> OverlayTurn { OverlayTurn(effects: effects) }
}

/// A key and what it does here.
struct KeyHint: Hashable, Sendable {
    var key: String
    var label: String
    /// What a click on it presses; nil where it only tells.
    var press: Key?

    /// - Parameter key: As the key describes itself.
    init(_ key: String, _ label: String) {
        self.key = key
        self.label = label
        press = try? Key(name: key)
    }

    init(_ key: Key, _ label: String) {
        self.init(key.description, label)
        press = key
    }
}

extension DashboardState {
    /// An action with the key that it has now; nil where it has none.
    func hint(_ action: Action, _ label: String? = nil) -> KeyHint? {
        guard let key = keyMap.keys(for: action).first, let label = label ?? action.label else { return nil }
        return KeyHint(key, label)
    }

    mutating func open(_ overlay: some Overlay) { overlays.append(overlay) }

    /// Gives an input to the topmost overlay.
    mutating func takeInOverlay(_ input: KeyEvent) -> [Effect] {
        guard var overlay = overlays.popLast() else { return [] }
        let depth = overlays.count
        let turn = overlay.take(input, in: &self)
        // What it has opened lies above it.
        if !turn.isClosed { overlays.insert(overlay, at: min(depth, overlays.count)) }
        return turn.effects
    }

    mutating func tellOverlays(_ event: DashboardEvent) {
        for index in overlays.indices {
            guard index < overlays.count else { return }
            var overlay = overlays[index]
            overlay.receive(event, in: &self)
            overlays[index] = overlay
        }
    }
}
