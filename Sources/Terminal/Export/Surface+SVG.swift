/// The colours of a picture where a cell has the terminal's own.
package struct PictureColours: Hashable, Sendable {
    package var foreground: Colour
    package var background: Colour

    package init(foreground: Colour, background: Colour) {
        self.foreground = foreground
        self.background = background
    }

    /// Those of the theme's own background, or of a terminal of its kind.
    package static func of(_ theme: Theme) -> PictureColours {
        var colours = of(theme.appearance)
        if theme.ground.foreground != .default { colours.foreground = theme.ground.foreground }
        if theme.ground.background != .default { colours.background = theme.ground.background }
        return colours
    }

    package static func of(_ appearance: Theme.Appearance) -> PictureColours {
        switch appearance {
        case .dark: PictureColours(foreground: .rgb(0xC8CDD8), background: .rgb(0x14161E))
        case .light: PictureColours(foreground: .rgb(0x2B2F38), background: .rgb(0xFCFCFA))
        }
    }
}

extension Surface {
    /// A picture of the whole grid (SVG 1.1). Lines, blocks and braille are shapes, so that no font leaves gaps.
    /// - Parameter fontSize: in pixels; a cell is 0.6 of it wide and 1.3 high.
    package func svg(colours: PictureColours = .of(.dark), fontSize: Int = 14, title: String = "") -> String {
        var picture = SVGPicture(size: gridSize, colours: colours, fontSize: fontSize, title: title)
        for row in 0..<gridSize.rows {
            let line = cells[row * gridSize.columns..<(row + 1) * gridSize.columns]
            picture.add(Array(line), row: row)
        }
        return picture.finished()
    }
}
