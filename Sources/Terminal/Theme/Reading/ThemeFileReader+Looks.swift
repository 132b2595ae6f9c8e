import TOML

extension ThemeFileReader {
    private static let colourForms = "\"#rrggbb\", 0 to 255, a colour's name or \"default\""

    /// A colour, or a table.
    func look(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> LookDraft {
        guard case .table = node.value else {
            return LookDraft(foreground: try colour(node, place, orElse: ", or a table"))
        }
        var draft = LookDraft()
        for (key, node) in try members(of: node, place) {
            guard try read(key, node, place, into: &draft) else {
                throw unknown(key, node, in: place, among: Self.lookKeys)
            }
        }
        return draft
    }

    /// The same, with the status's signs.
    func status(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> StatusDraft {
        guard case .table = node.value else { return StatusDraft(look: try look(node, place)) }
        var draft = StatusDraft()
        for (key, node) in try members(of: node, place) {
            switch key {
            case "sign": draft.sign = try sign(node, place.member(key, line: node.line))
            case "ascii": draft.asciiSign = try asciiSign(node, place.member(key, line: node.line))
            default:
                guard try read(key, node, place, into: &draft.look) else {
                    throw unknown(key, node, in: place, among: Self.lookKeys + ["sign", "ascii"])
                }
            }
        }
        return draft
    }

    private static let lookKeys = ["fg", "bg", "attrs", "ansi", "plain"]

    /// Whether the key is one of a look.
    private func read(
        _ key: String, _ node: TOMLNode, _ place: ThemePlace, into draft: inout LookDraft
    ) throws(FileError) -> Bool {
        let place = place.member(key, line: node.line)
        switch key {
        case "fg": draft.foreground = try colour(node, place)
        case "bg": draft.background = try colour(node, place)
        case "attrs": draft.attributes = try attributes(node, place)
        case "plain": draft.plain = try attributes(node, place)
        case "ansi": draft.ansi = try ansiStyle(node, place)
        default: return false
        }
        return true
    }

    private func colour(
        _ node: TOMLNode, _ place: ThemePlace, orElse more: String = ""
    ) throws(FileError) -> ColourReference {
        if let colour = literalColour(node.value) { return ColourReference(value: .colour(colour), place: place) }
        guard case .string(let name) = node.value, !name.isEmpty, !name.hasPrefix("#") else {
            throw place.error(mustBe: Self.colourForms + more, not: node.value.described)
        }
        return ColourReference(value: .name(name), place: place)
    }

    /// One that needs no palette.
    private func literalColour(_ value: TOMLNode.Value) -> Colour? {
        switch value {
        case .integer(let number): UInt8(exactly: number).map { .indexed($0) }
        case .string("default"): .default
        case .string(let text): Colour(hexadecimal: text)
        default: nil
        }
    }
}

// MARK: - The palette

extension ThemeFileReader {
    func paletteColour(_ name: String, _ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> PaletteColour {
        guard name != "default", !name.hasPrefix("#") else {
            throw place.error("no colour can be called that")
        }
        guard case .table = node.value else {
            return PaletteColour(try plainColour(node, place, orElse: ", or a table with `colour`"))
        }
        var full: Colour?
        var ansi: Colour?
        var attributes: Style.Attributes = []
        for (key, node) in try members(of: node, place) {
            let inner = place.member(key, line: node.line)
            switch key {
            case "colour": full = try plainColour(node, inner)
            case "ansi": ansi = try ansiColour(node, inner)
            case "attrs": attributes = try self.attributes(node, inner)
            default: throw unknown(key, node, in: place, among: ["colour", "ansi", "attrs"])
            }
        }
        guard let full else { throw place.error("`colour` is missing") }
        return PaletteColour(full, ansi: ansi ?? full.quantised(to: .ansi16), attributes: attributes)
    }

    private func plainColour(
        _ node: TOMLNode, _ place: ThemePlace, orElse more: String = ""
    ) throws(FileError) -> Colour {
        if let colour = literalColour(node.value) { return colour }
        if case .string(let name) = node.value, let colour = Colour(ansiName: name) { return colour }
        let forms = "\"#rrggbb\", 0 to 255, one of the 16 names like \"bright-red\" or \"default\""
        throw place.error(mustBe: forms + more, not: node.value.described)
    }
}

// MARK: - Stand-ins

extension ThemeFileReader {
    private func ansiStyle(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> Style {
        guard case .table = node.value else { return Style(try ansiColour(node, place)) }
        var style = Style.plain
        for (key, node) in try members(of: node, place) {
            let inner = place.member(key, line: node.line)
            switch key {
            case "fg": style.foreground = try ansiColour(node, inner)
            case "bg": style.background = try ansiColour(node, inner)
            case "attrs": style.attributes = try attributes(node, inner)
            default: throw unknown(key, node, in: place, among: ["fg", "bg", "attrs"])
            }
        }
        return style
    }

    private func ansiColour(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> Colour {
        switch node.value {
        case .integer(let number) where 0...15 ~= number: return .ansi(UInt8(number))
        case .string("default"): return .default
        case .string(let name):
            if let colour = Colour(ansiName: name) { return colour }
        default: break
        }
        throw place.error(
            mustBe: "one of the 16 names like \"bright-red\", 0 to 15 or \"default\"", not: node.value.described)
    }

    private func attributes(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> Style.Attributes {
        let nodes: [TOMLNode]
        switch node.value {
        case .list(let elements): nodes = elements
        default: nodes = [node]
        }
        var attributes: Style.Attributes = []
        for node in nodes {
            guard case .string(let word) = node.value, let attribute = Style.Attributes(name: word) else {
                throw place.error(
                    mustBe: "a list of \(Style.Attributes.everyName.joined(separator: ", "))",
                    not: "one with \(node.value.described)")
            }
            attributes.formUnion(attribute)
        }
        return attributes
    }
}

// MARK: - Signs

extension ThemeFileReader {
    private func sign(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> String {
        guard case .string(let text) = node.value, text.count == 1, TextWidth.columns(of: text) == 1,
            Sanitiser.visible(text) == text, text != " "
        else { throw place.error(mustBe: "one character of one column", not: node.value.described) }
        return text
    }

    private func asciiSign(_ node: TOMLNode, _ place: ThemePlace) throws(FileError) -> String {
        guard case .string(let text) = node.value, text.utf8.count == 1, let byte = text.utf8.first,
            (0x21...0x7E).contains(byte)
        else { throw place.error(mustBe: "one character of ASCII", not: node.value.described) }
        return text
    }
}
