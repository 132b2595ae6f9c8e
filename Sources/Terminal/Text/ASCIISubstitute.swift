/// Stand-ins for the characters that a dashboard draws with, where only ASCII can be shown.
enum ASCIISubstitute {
    /// What takes more than one column, as in `Withdraw ...` or `33->50%`; nil for everything else.
    static func text(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "…": "..."
        case "→": "->"
        case "←": "<-"
        default: nil
        }
    }

    /// What takes one column, as the character does.
    static func of(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x2800...0x28FF: braille(scalar.value)
        case 0x2500...0x257F: boxDrawing(scalar.value)
        case 0x2580...0x259F: block(scalar.value)
        default: single(scalar)
        }
    }

    private static func single(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "·", "•", "∙", "◦": "."
        case "–", "—", "−", "‐", "‑": "-"
        case "‘", "’": "'"
        case "“", "”": "\""
        case "×", "✗", "✘": "x"
        case "✓", "✔": "+"
        case "≈": "~"
        case "▶", "▸", "►", "›", "»": ">"
        case "◀", "◂", "◄", "‹", "«": "<"
        case "↑", "▲", "▴", "△": "^"
        case "↓", "▼", "▾", "▽": "v"
        case "↕", "↔": "="
        case "●", "■", "★": "*"
        case "◆": "#"
        case "○", "◌", "◇", "□", "◐": "o"
        case "␣": "_"
        default: nil
        }
    }

    private static func boxDrawing(_ value: UInt32) -> Unicode.Scalar {
        switch value {
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576, 0x2578, 0x257A:
            "-"
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577, 0x2579, 0x257B:
            "|"
        case 0x2571: "/"
        case 0x2572: "\\"
        default: "+"
        }
    }

    /// The more of the cell is filled, the heavier.
    private static func block(_ value: UInt32) -> Unicode.Scalar {
        switch value {
        case 0x2581, 0x258F, 0x2594, 0x2595: "_"
        case 0x2582, 0x258E, 0x2591: "."
        case 0x2583, 0x258D: "-"
        case 0x2584, 0x258C, 0x2580, 0x2590, 0x2592: "="
        case 0x2585, 0x258B: "+"
        case 0x2586, 0x258A: "*"
        default: "#"
        }
    }

    private static func braille(_ value: UInt32) -> Unicode.Scalar {
        switch (value & 0xFF).nonzeroBitCount {
        case 0: " "
        case 1: "."
        case 2: ":"
        case 3: "-"
        case 4: "="
        case 5, 6: "+"
        case 7: "*"
        default: "#"
        }
    }
}
