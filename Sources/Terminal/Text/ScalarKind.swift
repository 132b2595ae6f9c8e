/// What to do with a scalar that somebody else wrote before it reaches a terminal.
enum ScalarKind {
    /// Shown as it is; 1 or 2 columns.
    case visible(columns: Int)
    /// Belongs on the scalar before.
    case mark
    /// A blank that is not U+0020 and would pass for it.
    case blank
    /// Half of a flag: two letters that terminals of different ages draw with different widths.
    case regionalIndicator
    /// Does something instead of showing something, or shows nothing, or has no known shape.
    case hidden

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if Self.isPlain(scalar) {
            self = .visible(columns: TextWidth.columns(of: scalar))
            return
        }
        if value >= 0x1F1E6 && value <= 0x1F1FF {
            self = .regionalIndicator
            return
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            self = .hidden
        case .spaceSeparator where value != 0x3000:
            self = .blank
        default:
            if properties.isDefaultIgnorableCodePoint {
                self = .hidden
            } else {
                let columns = TextWidth.columns(of: scalar)
                self = columns == 0 ? .mark : .visible(columns: columns)
            }
        }
    }

    /// Scalars of which any two neighbours are two graphemes, and which are shown as they are: nearly all text.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: true
        case 0x2010...0x2027, 0x2190...0x21FF, 0x2500...0x25FC, 0x2800...0x28FF: true
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
        default: false
        }
    }
}
