import Terminal

/// A framed box in the middle of the screen, for something that has to be decided before one goes on.
enum Dialog {
    /// Where a dialog for a content of this size lies; smaller where there is no room.
    static func frame(rows: Int, columns: Int, in body: Rect) -> Rect {
        let height = min(rows + 2, body.rows)
        var width = min(columns + 4, body.columns)
        // Nothing can be read in what is left beside it.
        if body.columns - width < Self.leastBeside { width = body.columns }
        return Rect(
            row: body.row + (body.rows - height) / 3, column: body.column + (body.columns - width) / 2, rows: height,
            columns: width)
    }

    private static let leastBeside = 6

    /// The line within a dialog's frame that a position on the screen is in.
    static func line(at position: Position, in frame: Rect) -> Int? {
        let inside = Rect(
            row: frame.row + 1, column: frame.column + 1, rows: frame.rows - 2, columns: frame.columns - 2)
        return inside.contains(position) ? position.row - inside.row : nil
    }

    /// The part within the frame, in the dialog's own coordinates.
    static func inside(_ size: Size) -> Rect {
        Rect(row: 1, column: 2, rows: size.rows - 2, columns: size.columns - 4)
    }
}

extension MouseEvent {
    /// Lines that a turn of the wheel moves in a list.
    var wheelStep: Int? {
        switch action {
        case .wheelUp: -1
        case .wheelDown: 1
        case .press, .release, .drag: nil
        }
    }
}

extension Canvas {
    /// Shows which line of a list one is on.
    mutating func layCursor(row: Int) {
        lay(theme[.cursor], over: Rect(row: row, column: 0, rows: 1, columns: size.columns))
        put("›", row: row, column: 0, style: theme[.cursor])
    }

    /// A button, in brackets where it has the focus, in parentheses where pressing it does nothing yet.
    mutating func button(_ title: String, in rect: Rect, isFocused: Bool, isReady: Bool = true) {
        let style = theme[isFocused ? .buttonFocused : isReady ? .button : .suggestion]
        let label = isReady ? " \(title) " : "(\(title))"
        put(isFocused ? "[\(label)]" : " \(label) ", row: rect.row, column: rect.column, style: style)
    }

    /// Draws the frame of a dialog that takes the whole canvas, then what is within.
    mutating func dialog(title: String, note: String = "", isDangerous: Bool = false, _ body: (inout Canvas) -> Void) {
        let whole = Rect(size)
        fill(whole, style: theme[.text].overlaid(with: theme[.dialog]))
        let border = theme[isDangerous ? .dialogDanger : .borderFocus]
        box(whole, style: border, title: title, titleStyle: theme[isDangerous ? .dialogDanger : .title], note: note)
        draw(in: Dialog.inside(size), body)
        // What was drawn within has no background of its own.
        lay(theme[.dialog], over: whole)
    }
}
