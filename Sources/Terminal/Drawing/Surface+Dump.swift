extension Surface {
    /// The whole grid as text, one line a row, trailing blanks cut.
    package var text: String {
        lines { cells in
            var line = ""
            for cell in cells { cell.glyph.forEachScalar { line.unicodeScalars.append($0) } }
            return line
        }
    }

    /// The styles of the whole grid: a letter for each cell that is not plain, then what each letter stands for.
    package var styles: String {
        var known: [Style] = []
        let map = lines { cells in
            var line = ""
            for cell in cells {
                guard cell.style != .plain else {
                    line.append(" ")
                    continue
                }
                let index = known.firstIndex(of: cell.style) ?? known.count
                if index == known.count { known.append(cell.style) }
                line.unicodeScalars.append(Self.letter(index))
            }
            return line
        }
        let legend = known.enumerated().map { "\(Self.letter($0)): \($1)" }
        return ([map] + legend).joined(separator: "\n")
    }

    private func lines(_ line: (ArraySlice<Cell>) -> String) -> String {
        (0..<gridSize.rows).map { row in
            var text = line(cells[row * gridSize.columns..<(row + 1) * gridSize.columns])
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }

    /// a to z, A to Z, then Greek and beyond.
    private static func letter(_ index: Int) -> Unicode.Scalar {
        let value =
            switch index {
            case 0..<26: 0x61 + index
            case 26..<52: 0x41 + index - 26
            default: 0x3B1 + index - 52
            }
        return Unicode.Scalar(UInt32(value)) ?? "?"
    }
}
