extension Surface {
    /// The whole grid as text with colours (ECMA-48 SGR), for a terminal that shows that many; trailing blanks cut.
    package func ansi(depth: ColourDepth = .indexed256) -> String {
        var output = ""
        for row in 0..<gridSize.rows {
            let line = cells[row * gridSize.columns..<(row + 1) * gridSize.columns]
            let end = line.lastIndex { $0 != .blank }.map { $0 + 1 } ?? line.startIndex
            var current = Style.plain
            for cell in line[..<end] {
                if cell.glyph == .covered { continue }
                let style = cell.style.quantised(to: depth)
                if style != current {
                    output += style.selectGraphicRendition
                    current = style
                }
                cell.glyph.forEachScalar { output.unicodeScalars.append($0) }
            }
            if current != .plain { output += Style.plain.selectGraphicRendition }
            output += "\n"
        }
        return output
    }
}

extension Style {
    /// The escape sequence that sets this style, whatever was set before.
    fileprivate var selectGraphicRendition: String {
        var parameters = ["0"]
        for (attribute, parameter) in Self.parameters where attributes.contains(attribute) {
            parameters.append(parameter)
        }
        if let foreground = foreground.parameters(base: 30) { parameters.append(foreground) }
        if let background = background.parameters(base: 40) { parameters.append(background) }
        return "\u{1B}[" + parameters.joined(separator: ";") + "m"
    }

    private static let parameters: [(Attributes, String)] = [
        (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
}

extension Colour {
    fileprivate func parameters(base: Int) -> String? {
        switch kind {
        case .default: nil
        case .ansi(let index): index < 8 ? "\(base + Int(index))" : "\(base + 52 + Int(index))"
        case .indexed(let index): "\(base + 8);5;\(index)"
        case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
        }
    }
}
