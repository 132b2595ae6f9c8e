import TOML

/// A colour that a theme uses, and what stands in for it on terminals with 16.
struct PaletteColour: Hashable, Sendable {
    var full: Colour
    var ansi: Colour
    /// What 16 colours need besides.
    var ansiAttributes: Style.Attributes = []
    /// Nobody said what stands in: it is the nearest of the 16, whatever those look like for this user.
    var isGuessed = false

    init(_ colour: Colour) {
        full = colour
        ansi = colour.quantised(to: .ansi16)
        isGuessed = ansi != colour
    }

    init(_ colour: Colour, ansi: Colour, attributes: Style.Attributes) {
        full = colour
        self.ansi = ansi
        ansiAttributes = attributes
    }
}

/// A colour as a role names it, and where.
struct ColourReference: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case colour(Colour)
        /// Of the palette, else of the terminal's 16.
        case name(String)
    }

    var value: Value
    var place: ThemePlace
}

/// The colours that a theme and those that it inherits from have given names.
struct Palette: Sendable {
    private(set) var colours: [String: PaletteColour] = [:]

    subscript(name: String) -> PaletteColour? {
        get { colours[name] }
        set { colours[name] = newValue }
    }

    mutating func merge(_ child: Palette) { colours.merge(child.colours) { _, new in new } }

    /// nil for no colour at all.
    func colour(_ reference: ColourReference) throws(FileError) -> PaletteColour? {
        switch reference.value {
        case .colour(.default): return nil
        case .colour(let colour): return PaletteColour(colour)
        case .name(let name):
            guard let known = colours[name] ?? Colour(ansiName: name).map({ PaletteColour($0) }) else {
                let names = colours.keys.sorted() + Colour.ansiNames
                let hint = NearestName.of(name, among: names).map { "; did you mean \(TOMLText.string($0))?" }
                throw reference.place.error(
                    "there is no colour \(TOMLText.string(name))\(hint ?? " in [palette]")")
            }
            return known.full == .default ? nil : known
        }
    }
}
