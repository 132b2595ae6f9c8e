extension Surface {
    /// Every glyph that differs from what `other` shows in the same place, as far as both reach, row by row.
    ///
    /// Covered halves are left out: they come and go with the wide glyph that covers them.
    package func forEachDifference(from other: Surface, _ body: (_ row: Int, _ column: Int, _ cell: Cell) -> Void) {
        let rows = min(gridSize.rows, other.gridSize.rows)
        let columns = min(gridSize.columns, other.gridSize.columns)
        for row in 0..<rows {
            let start = row * gridSize.columns
            let otherStart = row * other.gridSize.columns
            for column in 0..<columns {
                let cell = cells[start + column]
                if cell != other.cells[otherStart + column], cell.glyph != .covered { body(row, column, cell) }
            }
        }
    }
}
