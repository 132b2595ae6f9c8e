/// Rows and columns of character cells.
package struct Size: Hashable, Sendable {
    package var rows: Int
    package var columns: Int

    /// Negative extents count as none; none is longer than a terminal's 16 bits can say.
    package init(rows: Int, columns: Int) {
        self.rows = min(max(0, rows), 0xFFFF)
        self.columns = min(max(0, columns), 0xFFFF)
    }
}

/// A cell of the grid; row 0, column 0 is the upper left one.
package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A block of cells.
package struct Rect: Hashable, Sendable {
    package var row: Int
    package var column: Int
    package var rows: Int
    package var columns: Int

    /// Negative extents count as none; none is longer than a terminal's 16 bits can say.
    package init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = min(max(0, rows), 0xFFFF)
        self.columns = min(max(0, columns), 0xFFFF)
    }

    package init(_ size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    package var size: Size { Size(rows: rows, columns: columns) }
    package var isEmpty: Bool { rows == 0 || columns == 0 }
    /// The first row below.
    package var bottom: Int { row + rows }
    /// The first column to the right.
    package var right: Int { column + columns }
}

extension Rect {
    package func contains(_ position: Position) -> Bool {
        position.row >= row && position.row < bottom && position.column >= column && position.column < right
    }

    /// What both cover; empty where they do not meet.
    package func intersection(_ other: Rect) -> Rect {
        let top = max(row, other.row)
        let left = max(column, other.column)
        return Rect(
            row: top, column: left,
            rows: min(bottom, other.bottom) - top,
            columns: min(right, other.right) - left)
    }

    /// The block without a border of that many cells.
    package func inset(rows: Int = 1, columns: Int = 1) -> Rect {
        Rect(
            row: row + rows, column: column + columns, rows: self.rows - 2 * rows, columns: self.columns - 2 * columns)
    }

    /// Cuts the upper rows off and returns them; at most all of them.
    package mutating func takeTop(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        defer {
            row += taken
            rows -= taken
        }
        return Rect(row: row, column: column, rows: taken, columns: columns)
    }

    /// Cuts the lower rows off and returns them; at most all of them.
    package mutating func takeBottom(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        rows -= taken
        return Rect(row: bottom, column: column, rows: taken, columns: columns)
    }

    /// Cuts the left columns off and returns them; at most all of them.
    package mutating func takeLeft(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        defer {
            column += taken
            columns -= taken
        }
        return Rect(row: row, column: column, rows: rows, columns: taken)
    }

    /// Cuts the right columns off and returns them; at most all of them.
    package mutating func takeRight(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        columns -= taken
        return Rect(row: row, column: right, rows: rows, columns: taken)
    }
}
