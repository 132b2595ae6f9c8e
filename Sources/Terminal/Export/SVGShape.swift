/// Drawing characters that are drawn instead of written.
enum SVGShape {
    /// Light lines from the middle of the cell to its edges.
    case lines(up: Bool, down: Bool, left: Bool, right: Bool)
    /// A heavy line from edge to edge.
    case heavyLine
    /// A rounded corner between the two edges.
    case corner(up: Bool, left: Bool)
    /// Part of the cell, in eighths from its upper left.
    case block(x: Int, y: Int, width: Int, height: Int, opacity: Int)
    /// Dots as Unicode numbers them, the first lowest.
    case braille(UInt8)

    init?(_ glyph: Glyph) {
        var scalars: [Unicode.Scalar] = []
        glyph.forEachScalar { scalars.append($0) }
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        switch scalar.value {
        case 0x2800...0x28FF: self = .braille(UInt8(scalar.value & 0xFF))
        case 0x2581...0x2588:
            let height = Int(scalar.value - 0x2580)
            self = .block(x: 0, y: 8 - height, width: 8, height: height, opacity: 100)
        case 0x2589...0x258F:
            self = .block(x: 0, y: 0, width: Int(0x2590 - scalar.value), height: 8, opacity: 100)
        default:
            guard let shape = Self.single(scalar) else { return nil }
            self = shape
        }
    }

    private static func single(_ scalar: Unicode.Scalar) -> SVGShape? {
        switch scalar {
        case "─": .lines(up: false, down: false, left: true, right: true)
        case "│": .lines(up: true, down: true, left: false, right: false)
        case "┌": .lines(up: false, down: true, left: false, right: true)
        case "┐": .lines(up: false, down: true, left: true, right: false)
        case "└": .lines(up: true, down: false, left: false, right: true)
        case "┘": .lines(up: true, down: false, left: true, right: false)
        case "├": .lines(up: true, down: true, left: false, right: true)
        case "┤": .lines(up: true, down: true, left: true, right: false)
        case "┬": .lines(up: false, down: true, left: true, right: true)
        case "┴": .lines(up: true, down: false, left: true, right: true)
        case "┼": .lines(up: true, down: true, left: true, right: true)
        case "━": .heavyLine
        case "╭": .corner(up: false, left: false)
        case "╮": .corner(up: false, left: true)
        case "╰": .corner(up: true, left: false)
        case "╯": .corner(up: true, left: true)
        case "▀": .block(x: 0, y: 0, width: 8, height: 4, opacity: 100)
        case "▐": .block(x: 4, y: 0, width: 4, height: 8, opacity: 100)
        case "░": .block(x: 0, y: 0, width: 8, height: 8, opacity: 25)
        case "▒": .block(x: 0, y: 0, width: 8, height: 8, opacity: 50)
        case "▓": .block(x: 0, y: 0, width: 8, height: 8, opacity: 75)
        default: nil
        }
    }
}

extension SVGShape {
    /// Whether the same shape in the next cell only makes it longer.
    var isContinuous: Bool {
        switch self {
        case .lines(up: false, down: false, left: true, right: true), .heavyLine: true
        case .block(x: 0, y: _, width: 8, height: _, opacity: _): true
        default: false
        }
    }

    /// The element that draws the shape in the cell whose upper left corner is given, in hundredths of a pixel.
    /// - Parameter columns: how many cells it takes; more than one only if it is continuous.
    func element(x: Int, y: Int, columns: Int, metrics: CellMetrics, colour: String) -> String {
        let width = metrics.width * columns
        switch self {
        case .lines(up: false, down: false, left: true, right: true):
            let path = "M\(pixels(x)) \(pixels(y + metrics.height / 2))H\(pixels(x + width))"
            return stroke(path, width: metrics.stroke, colour: colour)
        case .heavyLine:
            let path = "M\(pixels(x)) \(pixels(y + metrics.height / 2))H\(pixels(x + width))"
            return stroke(path, width: 3 * metrics.stroke, colour: colour)
        case .lines(let up, let down, let left, let right):
            var path = ""
            let middle = (x: x + metrics.width / 2, y: y + metrics.height / 2)
            if left || right {
                let start = left ? x : middle.x
                path += "M\(pixels(start)) \(pixels(middle.y))H\(pixels(right ? x + metrics.width : middle.x))"
            }
            if up || down {
                let start = up ? y : middle.y
                path += "M\(pixels(middle.x)) \(pixels(start))V\(pixels(down ? y + metrics.height : middle.y))"
            }
            return stroke(path, width: metrics.stroke, colour: colour)
        case .corner(let up, let left):
            let middle = (x: x + metrics.width / 2, y: y + metrics.height / 2)
            let radius = metrics.width / 2
            let edge = up ? y : y + metrics.height
            let bend = up ? middle.y - radius : middle.y + radius
            let path =
                "M\(pixels(middle.x)) \(pixels(edge))V\(pixels(bend))"
                + "Q\(pixels(middle.x)) \(pixels(middle.y)) \(pixels(left ? x : x + metrics.width)) \(pixels(middle.y))"
            return stroke(path, width: metrics.stroke, colour: colour)
        case .block(let left, let top, let eighths, let height, let opacity):
            let faint = opacity == 100 ? "" : " fill-opacity=\"\(pixels(opacity))\""
            let filled = eighths == 8 ? width : eighths * metrics.width / 8
            return """
                <rect x="\(pixels(x + left * metrics.width / 8))" y="\(pixels(y + top * metrics.height / 8))" \
                width="\(pixels(filled))" height="\(pixels(height * metrics.height / 8))" \
                fill="\(colour)"\(faint) shape-rendering="crispEdges"/>

                """
        case .braille(let dots):
            return brailleDots(dots, x: x, y: y, metrics: metrics, colour: colour)
        }
    }

    private func stroke(_ path: String, width: Int, colour: String) -> String {
        "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(pixels(width))\"/>\n"
    }

    private func brailleDots(_ dots: UInt8, x: Int, y: Int, metrics: CellMetrics, colour: String) -> String {
        let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        var elements = ""
        for (bit, place) in places.enumerated() where dots >> bit & 1 == 1 {
            elements += """
                <circle cx="\(pixels(x + metrics.width * (2 * place.0 + 1) / 4))" \
                cy="\(pixels(y + metrics.height * (2 * place.1 + 1) / 8))" \
                r="\(pixels(metrics.width / 8))" fill="\(colour)"/>

                """
        }
        return elements
    }
}
