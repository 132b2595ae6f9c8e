/// What a style comes to in a picture: colours as CSS writes them, reverse and dim already applied.
struct Ink: Equatable {
    let foreground: String
    let background: String
    let isUnderlined: Bool
    /// Of text, as CSS declares it.
    let declarations: String

    init(_ style: Style, _ colours: PictureColours) {
        var front = style.foreground.components(of: colours.foreground)
        var back = style.background.components(of: colours.background)
        if style.attributes.contains(.reverse) { swap(&front, &back) }
        if style.attributes.contains(.dim) { front = front.mixed(with: back) }
        foreground = front.css
        background = back.css
        isUnderlined = style.attributes.contains(.underline)
        var declarations = ["fill:\(foreground)"]
        if style.attributes.contains(.bold) { declarations.append("font-weight:bold") }
        if style.attributes.contains(.italic) { declarations.append("font-style:italic") }
        if isUnderlined { declarations.append("text-decoration:underline") }
        self.declarations = declarations.joined(separator: ";")
    }
}

extension Colour {
    /// As CSS writes it.
    func css(default own: Colour) -> String { components(of: own).css }

    fileprivate func components(of own: Colour) -> Components {
        let own = own.components(default: (0, 0, 0))
        let (red, green, blue) = components(default: own)
        return Components(red: red, green: green, blue: blue)
    }
}

private struct Components {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    /// Three parts of five of this colour, the rest of the other.
    func mixed(with other: Components) -> Components {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((3 * Int(a) + 2 * Int(b)) / 5) }
        return Components(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    var css: String {
        "#" + hexadecimal(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), digits: 6)
    }
}
