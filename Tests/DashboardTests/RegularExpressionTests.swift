import Testing

@testable import Dashboard

/// Regular expressions: what they find, and that nothing makes them slow.
@Suite struct RegularExpressionTests {
    private func expression(_ text: String) throws -> RegularExpression {
        let characters = text.enumerated().map { FilterCharacter(value: $1, isQuoted: false, position: $0) }
        return try RegularExpression(characters, end: text.count)
    }

    private func finds(_ text: String, _ expression: String) throws -> Bool {
        try text.utf8.map { $0 }.withUnsafeBytes { try self.expression(expression).matches($0) }
    }

    @Test(arguments: [
        ("abc", "b", true), ("abc", "^b", false), ("abc", "^abc$", true), ("abc", "c$", true), ("abc", "b$", false),
        ("", "^$", true), ("a", "^$", false), ("", "a*", true), ("abab", "^(ab){2}$", true), ("ab", "^(ab){2}$", false),
        ("ababab", "^(ab){2}$", false), ("aaa", "^a{2,}$", true), ("a", "^a{2,}$", false), ("aaa", "^a{1,2}$", false),
        ("aa", "^a{0,2}$", true), ("b", "^a{0,2}b$", true), ("db12", "^db[0-9]+$", true), ("dbx", "^db[0-9]+$", false),
        ("a.c", "a\\.c", true), ("abc", "a\\.c", false), ("abc", "a.c", true), ("x-y", "[a-]-[y]", false),
        ("x-y", "[x-]-[y]", true), ("]", "[]]", true), ("a", "[^]]", true), ("]", "[^]]", false),
        ("5", "[[:digit:]]", true),
        ("café", "caf.+$", true), ("café", "é", true), ("東京", "^(東|西)京$", true), ("ac", "a(|b)c", true),
        ("abc", "a(|b)c", true), ("abc", "(^|x)b", false), ("xb", "(^|x)b", true), ("ab", "b($|c)", true),
        ("a_1", "^\\w+$", true), ("a 1", "^\\w+$", false), ("abcd", "(ab|a)(bcd|c)$", true), ("b", "x?y?z?b", true),
    ])
    func findsWhatItShould(_ text: String, _ pattern: String, _ isFound: Bool) throws {
        #expect(try finds(text, pattern) == isFound)
    }

    /// What takes others time without bounds takes this no more than any text of that length.
    @Test func nothingIsTriedTwice() throws {
        let text = String(repeating: "a", count: 20_000) + "b"
        for pattern in ["(a*)*c", "(a|aa)+$c", "(a+)+c", "(.*)(.*)(.*)(.*)(.*)c", "(x+x+)+y|(a?){60}a{60}c"] {
            #expect(try !finds(text, pattern.replacing(")*", with: "){0,}")))
        }
    }

    @Test func whateverIsWrittenIsReadOrRefused() throws {
        var random = SeededRandom(seed: 11)
        let pieces = [
            "a", "b", "(", ")", "[", "]", "^", "$", "*", "+", "?", "{2}", "{1,3}", "|", "\\", "\\d", ".", "-", "é",
        ]
        var readable = 0
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0...10, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            guard let found = try? finds("abba", text) else { continue }
            readable += found ? 1 : 0
        }
        #expect(readable > 100)
    }

    @Test func emptyPartsDoNotAddUp() {
        var pattern = "()"
        for _ in 0..<20 { pattern = "(\(pattern){255})" }
        #expect(throws: FilterError.self) { try expression(pattern) }
    }
}
