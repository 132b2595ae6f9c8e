extension Theme {
    /// What a theme's background, or a terminal's, is like.
    package enum Appearance: String, CaseIterable, Sendable {
        case dark
        case light

        /// That of a terminal with this background.
        package init(background: Colour) {
            let (red, green, blue) = background.components(default: (0, 0, 0))
            // As bright as people see it (ITU-R BT.601), in thousandths of a step.
            self = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue) > 127_500 ? .light : .dark
        }

        /// What COLORFGBG says, as rxvt and others set it: `15;0`, foreground and background, or with something between them.
        package init?(colourVariable: String) {
            let fields = colourVariable.split(separator: ";", omittingEmptySubsequences: false)
            guard fields.count >= 2, let index = fields.last.flatMap({ UInt8($0) }), index < 16 else { return nil }
            // The seven dark ones and grey; the others are white or nearly so.
            self = index < 7 || index == 8 ? .dark : .light
        }
    }
}
