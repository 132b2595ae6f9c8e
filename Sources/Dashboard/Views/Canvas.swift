import ServiceCatalog
import Terminal

/// A piece of a line in one style.
struct Span: Hashable, Sendable {
    var text: String
    var style: Style

    init(_ text: String, _ style: Style) {
        self.text = text
        self.style = style
    }
}

/// What views draw on: a surface, the theme, the time, and the moment when something drawn will look different by itself.
struct Canvas {
    private(set) var surface: Surface
    let theme: Theme
    let now: Timestamp
    /// Of rules and dividers.
    let frame: Style
    private(set) var changesAt: Timestamp?

    init(_ surface: Surface, theme: Theme, now: Timestamp, frame: Style? = nil) {
        self.surface = surface
        self.theme = theme
        self.now = now
        self.frame = frame ?? theme[.border]
    }

    var size: Size { surface.size }
    var repertoire: Repertoire { surface.repertoire }

    /// Lets a view draw in a part, in the part's own coordinates.
    mutating func draw(in rect: Rect, _ body: (inout Canvas) -> Void) {
        guard !rect.isEmpty else { return }
        var inner = Canvas(Surface(Size(rows: 0, columns: 0)), theme: theme, now: now, frame: frame)
        surface.draw(in: rect) { part in
            swap(&part, &inner.surface)
            body(&inner)
            swap(&part, &inner.surface)
        }
        if let changesAt = inner.changesAt { change(at: changesAt) }
    }

    mutating func draw(_ view: some View, in rect: Rect) {
        draw(in: rect) { view.draw(on: &$0) }
    }

    /// Tells that the picture will not be right any more from then on.
    mutating func change(at time: Timestamp) {
        guard time > now else { return }
        changesAt = min(changesAt ?? time, time)
    }

    /// How long ago something was, noting when that will be another text.
    mutating func age(since time: Timestamp) -> String {
        let age = Age(elapsed: now.duration(since: time))
        change(at: now.advanced(by: age.changesAfter))
        return age.text
    }

    /// How long it is until then; nil once it has come.
    mutating func remaining(until time: Timestamp) -> String? {
        guard time > now else { return nil }
        let age = Age(remaining: time.duration(since: now))
        change(at: now.advanced(by: age.changesAfter))
        return age.text
    }

    func columns(of text: String) -> Int { TextWidth.columns(of: text, repertoire: repertoire) }
    func columns(of spans: [Span]) -> Int { spans.reduce(0) { $0 + columns(of: $1.text) } }

    /// A text that takes at most `width` columns, with an ellipsis where it was cut.
    func shortened(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        guard width > 0 else { return "" }
        var (kept, rest) = ("", width - 1)
        for character in text {
            rest -= columns(of: String(character))
            if rest < 0 { break }
            kept.append(character)
        }
        return kept + (repertoire == .ascii ? "~" : "…")
    }
}

extension Canvas {
    /// - Returns: the column after the text.
    @discardableResult
    mutating func put(
        _ text: String, row: Int, column: Int, width: Int? = nil, style: Style, overflow: Overflow = .ellipsis,
        align: Alignment = .left
    ) -> Int {
        surface.put(
            text, row: row, column: column, width: width, style: style, overflow: overflow, align: align)
    }

    /// An explanation: what there is no room for is better left out than cut.
    mutating func put(whole text: String, row: Int, column: Int, end: Int? = nil, style: Style) {
        guard column + columns(of: text) <= end ?? size.columns else { return }
        put(text, row: row, column: column, style: style)
    }

    /// One piece after the other, cut at `width` columns.
    @discardableResult
    mutating func put(_ spans: [Span], row: Int, column: Int = 0, width: Int? = nil) -> Int {
        let end = min(size.columns, column + (width ?? size.columns))
        var next = column
        for span in spans where next < end {
            next = put(span.text, row: row, column: next, width: end - next, style: span.style)
        }
        return next
    }

    /// The same, ending at the right edge; nothing where there is no room for all of it.
    @discardableResult
    mutating func put(right spans: [Span], row: Int, from column: Int, margin: Int = 1) -> Bool {
        let start = size.columns - margin - columns(of: spans)
        guard start >= column, !spans.isEmpty else { return false }
        put(spans, row: row, column: start)
        return true
    }

    /// Blank, in that style; on the theme's background if it has none.
    mutating func fill(_ rect: Rect, style: Style) { surface.fill(rect, style: theme.grounded(style)) }
    mutating func dim(_ rect: Rect) { surface.restyle(rect) { $0.adding(.dim) } }

    /// Lays a style over what is there; what has a background of its own keeps it.
    mutating func lay(_ style: Style, over rect: Rect) {
        let isCursor = style == theme[.cursor] || style == theme[.cursorUnfocused]
        let grounds = [theme.ground.background, theme.grounded(theme[.dialog]).background]
        surface.restyle(rect) { own in
            var own = own
            // Dim text on another ground is hard to read.
            if isCursor { own.attributes.subtract([.dim, .italic]) }
            return grounds.contains(own.background) ? own.overlaid(with: style) : own.adding(style.attributes)
        }
    }

    mutating func rule(row: Int, title: String = "", titleStyle: Style? = nil, note: String = "") {
        surface.rule(
            row: row, columns: 0..<size.columns, style: frame, title: title,
            titleStyle: titleStyle ?? theme[.dim], note: note, noteStyle: theme[.dim])
    }

    mutating func box(_ rect: Rect, style: Style, title: String = "", titleStyle: Style? = nil, note: String = "") {
        surface.box(
            rect, style: style, title: title, titleStyle: titleStyle ?? style, note: note, noteStyle: theme[.dim])
    }

    mutating func divider(column: Int, rows: Range<Int>) {
        surface.divider(column: column, rows: rows, style: frame)
    }
}

/// A part of the screen. It draws from its own upper left corner and is cut off at the edges of what it was given.
protocol View {
    func draw(on canvas: inout Canvas)
}
