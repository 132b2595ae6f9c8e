import Testing

@testable import Terminal

@Suite("Pictures of a surface")
struct ExportTests {
    private var surface: Surface {
        var surface = Surface(Size(rows: 3, columns: 12))
        surface.box(surface.bounds, style: Style(.ansi(8)))
        surface.put("<a&b> ✗", row: 1, column: 1, style: Style(.rgb(0xFF8800), .bold))
        surface.put("日", row: 1, column: 8, style: Style(.default, on: .ansi(4), [.reverse, .underline]))
        return surface
    }

    @Test func svgIsWellFormed() throws {
        let svg = surface.svg(title: "a < b \u{202E}")
        var parser = XMLCheck(svg)
        try parser.run()
        #expect(parser.elements["svg"] == 1)
        #expect(svg.contains(">&lt;a&amp;b&gt;</text>"))
        #expect(svg.contains("{fill:#ff8800;font-weight:bold}"))
        #expect(svg.contains(";text-decoration:underline}"))
        #expect(svg.contains("<title>a &lt; b \\u{202E}</title>"))
    }

    @Test func svgStaysWellFormedWhateverIsShown() throws {
        var random = FixedRandom(seed: 5)
        for _ in 0..<200 {
            var surface = Surface(Size(rows: 2, columns: 30))
            surface.put(random.hostileText(length: 20), row: 0, column: 0, style: Style(.indexed(200), .dim))
            surface.put(random.hostileText(length: 20), row: 1, column: 3)
            var parser = XMLCheck(surface.svg())
            try parser.run()
        }
    }

    @Test func ansiHasTheColoursThatTheTerminalHas() {
        var surface = Surface(Size(rows: 2, columns: 8))
        surface.put("up", row: 0, column: 1, style: Style(.rgb(0xFF0000), on: .ansi(12), .bold))
        #expect(surface.ansi(depth: .rgb) == " \u{1B}[0;1;38;2;255;0;0;104mup\u{1B}[0m\n\n")
        #expect(surface.ansi() == " \u{1B}[0;1;38;5;196;104mup\u{1B}[0m\n\n")
        #expect(surface.ansi(depth: .ansi16) == " \u{1B}[0;1;91;104mup\u{1B}[0m\n\n")
        #expect(surface.ansi(depth: .none) == " \u{1B}[0;1mup\u{1B}[0m\n\n")
    }
}

/// Checks that elements nest, attributes are quoted, and no character is one that XML forbids. XML knows scalars only.
private struct XMLCheck {
    struct Malformed: Error { let near: String }
    private typealias Text = Substring.UnicodeScalarView

    private var rest: Text
    private var open: [String] = []
    private(set) var elements: [String: Int] = [:]

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func run() throws {
        while !rest.isEmpty {
            let text = rest.prefix { $0 != "<" }
            try check(text)
            rest = rest.dropFirst(text.count)
            if !rest.isEmpty { try tag() }
        }
        if !open.isEmpty || elements.isEmpty { throw Malformed(near: "end") }
    }

    private func check(_ text: Text) throws {
        let isLegal = text.allSatisfy { $0.value >= 0x20 && !(0xFFFE...0xFFFF).contains($0.value) || $0 == "\n" }
        let entities = text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"]
        guard isLegal, entities.allSatisfy({ entity in known.contains { entity.starts(with: $0.unicodeScalars) } })
        else {
            throw Malformed(near: String(text))
        }
    }

    private mutating func tag() throws {
        guard let end = rest.firstIndex(of: ">") else { throw Malformed(near: String(rest)) }
        let tag = rest[..<end].dropFirst()
        rest = rest[rest.index(after: end)...]
        if tag.first == "/" {
            guard open.popLast() == String(tag.dropFirst()) else { throw Malformed(near: String(tag)) }
            return
        }
        let name = String(tag.prefix { $0 != " " && $0 != "/" })
        elements[name, default: 0] += 1
        if tag.last != "/" { open.append(name) }
        let quotes = tag.count { $0 == "\"" }
        let assignments = tag.count { $0 == "=" }
        guard quotes == 2 * assignments else { throw Malformed(near: String(tag)) }
        try check(tag)
    }
}
