/// Writes a picture row by row: backgrounds first, then shapes and text over them.
struct SVGPicture {
    private let colours: PictureColours
    private let metrics: CellMetrics
    private let head: String
    private var body = ""
    /// What text looks like, by the number of its class.
    private var classes: [String] = []
    private var classNumbers: [String: Int] = [:]

    init(size: Size, colours: PictureColours, fontSize: Int, title: String) {
        self.colours = colours
        metrics = CellMetrics(fontSize: fontSize)
        let width = metrics.x(size.columns) + metrics.padding
        let height = metrics.y(size.rows) + metrics.padding
        var head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(pixels(width))" height="\(pixels(height))" \
            viewBox="0 0 \(pixels(width)) \(pixels(height))" font-family="ui-monospace, 'DejaVu Sans Mono', \
            'SF Mono', Menlo, Consolas, monospace" font-size="\(fontSize)">

            """
        if !title.isEmpty { head += "<title>\(escapedForXML(Sanitiser.visible(title)))</title>\n" }
        self.head = head
        body = """
            <rect width="\(pixels(width))" height="\(pixels(height))" rx="\(pixels(metrics.padding / 2))" \
            fill="\(colours.background.css(default: colours.background))"/>

            """
    }

    mutating func add(_ cells: [Cell], row: Int) {
        addBackgrounds(cells, row: row)
        var column = 0
        while column < cells.count {
            let cell = cells[column]
            let ink = Ink(cell.style, colours)
            if cell.glyph == .blank || cell.glyph == .covered, !cell.style.attributes.contains(.underline) {
                column += 1
            } else if let shape = SVGShape(cell.glyph) {
                var end = column + 1
                if shape.isContinuous { while end < cells.count, cells[end] == cell { end += 1 } }
                body += shape.element(
                    x: metrics.x(column), y: metrics.y(row), columns: end - column, metrics: metrics,
                    colour: ink.foreground)
                column = end
            } else {
                column = addText(cells, row: row, column: column, ink: ink)
            }
        }
    }

    func finished() -> String {
        let rules = classes.enumerated().map { ".t\($0){\($1)}" }.joined()
        return head + (rules.isEmpty ? "" : "<style>\(rules)</style>\n") + body + "</svg>\n"
    }

    private mutating func classNumber(_ ink: Ink) -> Int {
        if let known = classNumbers[ink.declarations] { return known }
        classNumbers[ink.declarations] = classes.count
        classes.append(ink.declarations)
        return classes.count - 1
    }

    private mutating func addBackgrounds(_ cells: [Cell], row: Int) {
        let own = colours.background.css(default: colours.background)
        var start = 0
        while start < cells.count {
            let background = Ink(cells[start].style, colours).background
            let end = cells[start...].firstIndex { Ink($0.style, colours).background != background } ?? cells.count
            if background != own {
                body += """
                    <rect x="\(pixels(metrics.x(start)))" y="\(pixels(metrics.y(row)))" \
                    width="\(pixels(metrics.width * (end - start)))" height="\(pixels(metrics.height))" \
                    fill="\(background)" shape-rendering="crispEdges"/>

                    """
            }
            start = end
        }
    }

    /// Writes a run of ASCII in one style up to a gap in it, or a single other glyph, and returns the column after it.
    private mutating func addText(_ cells: [Cell], row: Int, column: Int, ink: Ink) -> Int {
        var end = column + max(1, cells[column].glyph.columns)
        var text = cells[column].glyph.text
        if cells[column].glyph.isASCII {
            while end < cells.count, cells[end].glyph.isASCII, Ink(cells[end].style, colours) == ink {
                let glyph = cells[end].glyph.text
                if !ink.isUnderlined, glyph == " ", text.last == " " { break }
                text += glyph
                end += 1
            }
            while text.last == " ", !ink.isUnderlined { text.removeLast() }
        }
        let columns = text.unicodeScalars.allSatisfy(\.isASCII) ? text.utf8.count : end - column
        body += """
            <text x="\(pixels(metrics.x(column)))" y="\(pixels(metrics.y(row) + metrics.baseline))" \
            textLength="\(pixels(metrics.width * columns))" lengthAdjust="spacingAndGlyphs"\
            \(ink.isUnderlined ? " xml:space=\"preserve\"" : "") class="t\(classNumber(ink))">\(escapedForXML(text))</text>

            """
        return end
    }
}

extension Glyph {
    fileprivate var isASCII: Bool {
        let text = self.text
        return text.utf8.count == 1
    }
}
