import TOML

/// A role's look as far as one file says it; what it leaves open comes from the theme that it inherits from.
struct LookDraft: Hashable, Sendable {
    var foreground: ColourReference?
    var background: ColourReference?
    var attributes: Style.Attributes?
    /// The whole look with 16 colours.
    var ansi: Style?
    /// Where there is no colour.
    var plain: Style.Attributes?

    mutating func merge(_ child: LookDraft) {
        foreground = child.foreground ?? foreground
        background = child.background ?? background
        attributes = child.attributes ?? attributes
        ansi = child.ansi ?? ansi
        plain = child.plain ?? plain
    }

    func look(for role: Role? = nil, _ palette: Palette) throws(FileError) -> Look {
        var colours: (foreground: PaletteColour?, background: PaletteColour?)
        if let foreground { colours.foreground = try palette.colour(foreground) }
        if let background { colours.background = try palette.colour(background) }
        let attributes = self.attributes ?? []
        // The background is one colour, not a foreground on another.
        if role == .background { colours = (nil, colours.background ?? colours.foreground) }
        let isGround = role == .background || role == .text
        let full = Style(
            colours.foreground?.full ?? .default, on: colours.background?.full ?? .default, attributes)
        return Look(
            full: full, ansi: ansi ?? standIn(colours.foreground, colours.background, isGround: isGround),
            plain: plain ?? attributes)
    }

    /// The look with 16 colours, made so that it can be read whatever the user's terminal shows for them.
    private func standIn(_ foreground: PaletteColour?, _ background: PaletteColour?, isGround: Bool) -> Style {
        let attributes = (self.attributes ?? []).union(foreground?.ansiAttributes ?? [])
        let isGuessed = background?.isGuessed ?? foreground?.isGuessed ?? false
        if isGround, isGuessed { return Style(attributes: attributes) }
        guard let background else { return Style(foreground?.ansi ?? .default, on: .default, attributes) }
        // Text of the terminal's own colour on a guess might vanish.
        if isGuessed, foreground == nil || foreground?.ansi == background.ansi {
            return Style(attributes: attributes.union(.reverse))
        }
        return Style(foreground?.ansi ?? .default, on: background.ansi, attributes)
    }
}

/// A status's look as far as one file says it.
struct StatusDraft: Hashable, Sendable {
    var look = LookDraft()
    var sign: String?
    var asciiSign: String?

    mutating func merge(_ child: StatusDraft) {
        look.merge(child.look)
        sign = child.sign ?? sign
        asciiSign = child.asciiSign ?? asciiSign
    }
}
