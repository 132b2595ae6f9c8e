/// How a cell looks: two colours and attributes, packed into eight bytes so that a grid compares fast.
package struct Style: Hashable, Sendable, BitwiseCopyable {
    /// Foreground in bits 0-25, background in 26-51, attributes from 52.
    private var bits: UInt64

    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let italic = Attributes(rawValue: 4)
        package static let underline = Attributes(rawValue: 8)
        package static let reverse = Attributes(rawValue: 16)
    }

    package init(_ foreground: Colour = .default, on background: Colour = .default, _ attributes: Attributes = []) {
        bits =
            UInt64(foreground.rawValue) | UInt64(background.rawValue) << 26 | UInt64(attributes.rawValue) << 52
    }

    package init(attributes: Attributes) { self.init(.default, on: .default, attributes) }

    /// The terminal's own colours, no attributes.
    package static let plain = Style()

    package var foreground: Colour {
        get { Colour(rawValue: UInt32(truncatingIfNeeded: bits & 0x3FF_FFFF)) }
        set { self = Style(newValue, on: background, attributes) }
    }

    package var background: Colour {
        get { Colour(rawValue: UInt32(truncatingIfNeeded: bits >> 26 & 0x3FF_FFFF)) }
        set { self = Style(foreground, on: newValue, attributes) }
    }

    package var attributes: Attributes {
        get { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 52)) }
        set { self = Style(foreground, on: background, newValue) }
    }
}

extension Style {
    /// This style with `top` laid over it: its colours where it has any, the attributes of both.
    package func overlaid(with top: Style) -> Style {
        Style(
            top.foreground == .default ? foreground : top.foreground,
            on: top.background == .default ? background : top.background,
            attributes.union(top.attributes))
    }

    /// This style on the background of what is below, if it has none.
    func lying(on below: Style) -> Style {
        background == .default ? Style(foreground, on: below.background, attributes) : self
    }

    package func adding(_ attributes: Attributes) -> Style {
        Style(foreground, on: background, self.attributes.union(attributes))
    }
}

extension Style: CustomStringConvertible {
    package var description: String {
        var words: [String] = []
        if foreground != .default { words.append(foreground.description) }
        if background != .default { words.append("on " + background.description) }
        words += attributes.names
        return words.isEmpty ? "plain" : words.joined(separator: " ")
    }
}

extension Style.Attributes {
    private static let named: [(attribute: Self, name: String)] = [
        (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]

    static var everyName: [String] { named.map(\.name) }

    package var names: [String] { Self.named.filter { contains($0.attribute) }.map(\.name) }

    init?(name: String) {
        guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
        self = found.attribute
    }
}
