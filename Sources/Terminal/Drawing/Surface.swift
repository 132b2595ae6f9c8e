/// A grid of styled cells: what a view draws, what a test compares, what a terminal or a picture shows.
///
/// Whatever is drawn stays within the surface, or within the part of it that `draw(in:)` opened. What has no background of its
/// own lies on the one that is there.
package struct Surface: Sendable {
    /// The whole grid, whatever part is open for drawing.
    package let gridSize: Size
    package let repertoire: Repertoire
    /// Row by row, `gridSize.columns` each.
    private(set) var cells: [Cell]
    /// The part that is open for drawing, in the grid's own coordinates.
    private var part: Rect

    package init(_ size: Size, repertoire: Repertoire = .unicode, style: Style = .plain) {
        gridSize = size
        self.repertoire = repertoire
        cells = Array(repeating: Cell(style: style), count: size.rows * size.columns)
        part = Rect(size)
    }

    /// The size of the part that is open for drawing.
    package var size: Size { part.size }
    package var bounds: Rect { Rect(part.size) }

    /// The cell there; a blank one outside.
    package subscript(row: Int, column: Int) -> Cell {
        bounds.contains(Position(row: row, column: column))
            ? cells[(part.row + row) * gridSize.columns + part.column + column] : .blank
    }
}

extension Surface: Equatable {
    package static func == (a: Surface, b: Surface) -> Bool {
        a.gridSize == b.gridSize && a.repertoire == b.repertoire && a.cells == b.cells
    }
}

extension Surface {
    /// Draws into a part, in the part's own coordinates. What would fall outside of it is cut off.
    @discardableResult
    package mutating func draw<Result>(in rect: Rect, _ body: (inout Surface) -> Result) -> Result {
        let outer = part
        var inner = rect.intersection(bounds)
        inner.row += outer.row
        inner.column += outer.column
        part = inner
        defer { part = outer }
        return body(&self)
    }

    /// Replaces every cell of the block by a blank one of that style.
    package mutating func fill(_ rect: Rect, style: Style = .plain) {
        replace(rect) { _ in Cell(style: style) }
    }

    /// Lays a style over whatever the block shows: a cursor, a selection, a shadow.
    package mutating func overlay(_ rect: Rect, style: Style) {
        forEachRow(of: rect) { cells, range in
            for index in range { cells[index].style = cells[index].style.overlaid(with: style) }
        }
    }

    /// Gives every cell of the block a new style made of its old one.
    package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        forEachRow(of: rect) { cells, range in
            for index in range { cells[index].style = change(cells[index].style) }
        }
    }

    /// Copies another surface onto this one.
    package mutating func blit(_ other: Surface, row: Int, column: Int) {
        let target = Rect(row: row, column: column, rows: other.size.rows, columns: other.size.columns)
        replace(target) { other[$0.row - row, $0.column - column] }
    }
}

extension Surface {
    /// Writes one glyph, as far as the open part reaches, and blanks what is left of a wide glyph that it cuts in two.
    mutating func set(_ glyph: Glyph, row: Int, column: Int, style: Style) {
        let end = column + glyph.columns
        guard row >= 0, row < part.rows, column >= 0, end <= part.columns, glyph != .covered else { return }
        let index = (part.row + row) * gridSize.columns + part.column + column
        mendEdges(of: index..<index + glyph.columns)
        let style = style.lying(on: cells[index].style)
        cells[index] = Cell(glyph, style: style)
        if glyph.columns == 2 { cells[index + 1] = Cell(.covered, style: style) }
    }

    /// Writes printable ASCII, which takes one column a byte. All of it has to lie within the open part.
    mutating func set(ascii bytes: some Collection<UInt8>, row: Int, column: Int, style: Style) {
        guard !bytes.isEmpty else { return }
        var index = (part.row + row) * gridSize.columns + part.column + column
        mendEdges(of: index..<index + bytes.count)
        for byte in bytes {
            cells[index] = Cell(Glyph(Unicode.Scalar(byte)), style: style.lying(on: cells[index].style))
            index += 1
        }
    }

    private mutating func replace(_ rect: Rect, by cell: (Position) -> Cell) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.bottom {
            let start = (part.row + row) * gridSize.columns + part.column + visible.column
            let range = start..<start + visible.columns
            mendEdges(of: range)
            for (offset, index) in range.enumerated() {
                cells[index] = cell(Position(row: row, column: visible.column + offset))
            }
            mendHalves(in: range)
        }
    }

    private mutating func forEachRow(of rect: Rect, _ body: (inout [Cell], Range<Int>) -> Void) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.bottom {
            let start = (part.row + row) * gridSize.columns + part.column + visible.column
            body(&cells, start..<start + visible.columns)
        }
    }

    /// Blanks the halves that stay behind when the cells of `range` (within one row) are about to be overwritten.
    private mutating func mendEdges(of range: Range<Int>) {
        if cells[range.lowerBound].glyph == .covered { cells[range.lowerBound - 1].glyph = .blank }
        if range.upperBound % gridSize.columns != 0, cells[range.upperBound].glyph == .covered {
            cells[range.upperBound].glyph = .blank
        }
    }

    /// Blanks half glyphs that a copied block had at its edges.
    private mutating func mendHalves(in range: Range<Int>) {
        if cells[range.lowerBound].glyph == .covered { cells[range.lowerBound].glyph = .blank }
        if cells[range.upperBound - 1].glyph.columns == 2 { cells[range.upperBound - 1].glyph = .blank }
    }
}
