import Terminal

/// What a line of the header is about, and what may be done there: `corp.example  prod  read-only`.
struct ZoneLabel {
    let name: String
    let context: Premises.Context?
    let isReadOnly: Bool
    /// Whether the name itself has the colours of production.
    let isLoud: Bool

    private static let fewestNameColumns = 8
    private static let tightBadge = 14

    init(_ name: String, _ context: Premises.Context?, isReadOnly: Bool) {
        self.name = name
        self.context = context
        self.isReadOnly = isReadOnly
        isLoud = context?.isProduction == true
    }

    /// All of several zones.
    init(_ name: String, of contexts: [Premises.Context], isReadOnly: Bool) {
        self.name = name
        context = contexts.first { $0.isProduction }
        self.isReadOnly = isReadOnly
        isLoud = false
    }

    /// The name is shortened where there is no room for it, the badges are not.
    func spans(within room: Int, on canvas: Canvas) -> [Span] {
        let theme = canvas.theme
        let badges = badges(on: canvas)
        let margins = isLoud ? 2 : 1
        let rest = max(Self.fewestNameColumns, room - canvas.columns(of: badges) - margins)
        let shown = " " + canvas.shortened(name, to: rest) + (isLoud ? " " : "")
        return [Span(shown, theme[isLoud ? .bannerProduction : .title])] + badges
    }

    /// The same on a banner, where everything has its colours.
    func text(on canvas: Canvas, nameWithin room: Int) -> String {
        let isTight = Self.isTight(canvas)
        let context = context.map { "  [\($0.name)]" } ?? ""
        let readOnly = isReadOnly ? (isTight ? "  [ro]" : "  [read-only]") : ""
        let rest = room - canvas.columns(of: context + readOnly) - 1
        return " " + canvas.shortened(name, to: max(Self.fewestNameColumns, rest)) + context + readOnly
    }

    private static func isTight(_ canvas: Canvas) -> Bool { canvas.size.columns < 60 }

    private func badges(on canvas: Canvas) -> [Span] {
        let theme = canvas.theme
        let isTight = Self.isTight(canvas)
        var badges: [Span] = []
        if let context {
            let name = isTight ? canvas.shortened(context.name, to: Self.tightBadge) : context.name
            badges.append(Span(" \(name) ", theme[context.isProduction ? .bannerProduction : .banner]))
        }
        if isReadOnly { badges.append(Span(isTight ? " ro " : " read-only ", theme[.banner])) }
        return badges.flatMap { [Span(" ", theme[.text]), $0] }
    }
}
