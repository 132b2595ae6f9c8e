/// Where cells lie in a picture, in hundredths of a pixel so that no rounding adds up.
struct CellMetrics {
    let width: Int
    let height: Int
    let padding: Int
    /// Of the text, from the upper edge of its cell.
    let baseline: Int
    /// Of a light line.
    let stroke: Int

    init(fontSize: Int) {
        let size = min(max(4, fontSize), 200)
        width = size * 60
        height = size * 130
        padding = size * 100
        baseline = size * 98
        stroke = max(50, size * 9)
    }

    func x(_ column: Int) -> Int { padding + column * width }
    func y(_ row: Int) -> Int { padding + row * height }
}

/// Hundredths as a decimal number, without trailing zeros.
func pixels(_ hundredths: Int) -> String {
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// Text as XML holds it, with the characters that mean something to it written as entities.
func escapedForXML(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
