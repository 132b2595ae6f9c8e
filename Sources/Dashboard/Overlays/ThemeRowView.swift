import Terminal

/// A theme in the list of themes: its name, and a little of what it looks like.
struct ThemeRowView: View {
    let entry: ThemeListing.Entry
    let isUnderCursor: Bool

    private static let shownStatuses: [StatusName] = [.up, .degraded, .suspect, .down, .impostor]
    /// A title, and each status's sign.
    private static let swatchWidth = 15
    private static let appearanceWidth = 7

    func draw(on canvas: inout Canvas) {
        let start = canvas.size.columns - Self.swatchWidth
        let theme = canvas.theme
        let names = Rect(row: 0, column: 0, rows: 1, columns: start - 1)
        canvas.draw(in: names) { canvas in
            canvas.put(entry.name, row: 0, column: 2, width: names.columns - 2, style: theme[.text])
            if case .success(let own) = entry.theme, own.twin != nil, names.columns >= 28 {
                let column = names.columns - Self.appearanceWidth
                canvas.put(own.appearance.rawValue, row: 0, column: column, style: theme[.dim])
            }
            guard isUnderCursor else { return }
            canvas.lay(theme[.cursor], over: Rect(canvas.size))
            canvas.put("›", row: 0, column: 0, style: theme[.cursor])
        }
        canvas.draw(in: Rect(row: 0, column: start, rows: 1, columns: Self.swatchWidth)) { canvas in
            switch entry.theme {
            case .success(let own): drawSwatch(own, on: &canvas)
            case .failure: canvas.put("mistake in it", row: 0, column: 1, style: theme[.error])
            }
        }
    }

    /// A theme without a background is meant for the terminal's: one for another kind of terminal shows on paper or ink.
    private static func ground(of own: Theme, shownIn theme: Theme) -> Style {
        guard own.ground.background == .default else { return own.ground }
        guard own.twin != nil, own.appearance != theme.appearance else { return theme.ground }
        let (paper, ink) = (Colour.rgb(0xFFFFFF), Colour.rgb(0x16161E))
        let ground = own.appearance == .light ? Style(ink, on: paper) : Style(paper, on: ink)
        return ground.quantised(to: own.depth)
    }

    private func drawSwatch(_ own: Theme, on canvas: inout Canvas) {
        canvas.fill(Rect(canvas.size), style: Self.ground(of: own, shownIn: canvas.theme))
        var column = canvas.put("Aa", row: 0, column: 1, style: own[.title]) + 1
        for status in Self.shownStatuses {
            canvas.put(own.sign(of: status, in: canvas.repertoire), row: 0, column: column, style: own[status])
            column += 2
        }
    }
}
