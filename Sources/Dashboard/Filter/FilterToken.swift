/// A piece of a filter's text.
struct FilterToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case open
        case close
        case not
        /// A word, or a field with what is asked of it: its characters, and which of them stood in quotes.
        case term([FilterCharacter])
        /// A regular expression between slashes.
        case expression([FilterCharacter])
    }

    var kind: Kind
    /// In characters from the start of the text.
    var position: Int
}

/// A character of a term: in quotes it stands for itself and nothing else, except in a regular expression.
struct FilterCharacter: Hashable, Sendable {
    var value: Character
    var isQuoted: Bool
    var position: Int
}

extension FilterToken {
    static let longestText = 1000

    /// Cuts a filter's text at blanks, parentheses and leading exclamation marks, except within quotes.
    static func tokens(of text: String) throws(FilterError) -> [FilterToken] {
        guard text.count <= longestText else {
            throw FilterError("a filter has at most \(longestText) characters", at: longestText)
        }
        var lexer = FilterLexer(characters: Array(text))
        while try lexer.readToken() {}
        return lexer.tokens
    }
}

private struct FilterLexer {
    let characters: [Character]
    var position = 0
    var tokens: [FilterToken] = []

    private var current: Character? { position < characters.count ? characters[position] : nil }

    mutating func readToken() throws(FilterError) -> Bool {
        while let current, current.isWhitespace { position += 1 }
        guard let current else { return false }
        switch current {
        case "(": take(.open)
        case ")": take(.close)
        case "!": take(.not)
        case "/": try readSlashed()
        default: try readTerm()
        }
        return true
    }

    private mutating func take(_ kind: FilterToken.Kind) {
        tokens.append(FilterToken(kind: kind, position: position))
        position += 1
    }

    private mutating func readTerm() throws(FilterError) {
        let start = position
        var term: [FilterCharacter] = []
        while let current, !current.isWhitespace, current != "(", current != ")" {
            if current == "\"" {
                try readQuoted(into: &term)
            } else if current == "~", term.allSatisfy({ $0.isFieldOrNot }), !term.isEmpty {
                try readExpression(into: &term)
            } else {
                term.append(FilterCharacter(value: current, isQuoted: false, position: position))
                position += 1
            }
        }
        tokens.append(FilterToken(kind: .term(term), position: start))
    }

    private mutating func readQuoted(into term: inout [FilterCharacter]) throws(FilterError) {
        let start = position
        position += 1
        while let character = current, character != "\"" {
            if character == "\\", position + 1 < characters.count { position += 1 }
            term.append(FilterCharacter(value: characters[position], isQuoted: true, position: position))
            position += 1
        }
        guard current != nil else { throw FilterError("the quotation mark has no partner", at: start) }
        position += 1
    }

    /// `/dc[0-9]+ or so/`
    private mutating func readSlashed() throws(FilterError) {
        let start = position
        position += 1
        let expression = try readRaw(until: "/", openedAt: start)
        tokens.append(FilterToken(kind: .expression(expression), position: start))
    }

    /// `~` and what follows, up to a blank, or to the parenthesis that ends more than the expression; all of it in quotes if
    /// there are any.
    private mutating func readExpression(into term: inout [FilterCharacter]) throws(FilterError) {
        term.append(FilterCharacter(value: "~", isQuoted: false, position: position))
        position += 1
        if current == "\"" {
            position += 1
            term += try readRaw(until: "\"", openedAt: position - 1)
            return
        }
        var depth = 0
        var isInBracket = false
        while let character = current, !character.isWhitespace {
            if character == "\\" {
                append(to: &term)
            } else if character == "]" {
                isInBracket = false
            } else if !isInBracket {
                isInBracket = character == "["
                depth += character == "(" ? 1 : character == ")" ? -1 : 0
                if depth < 0 { return }
            }
            append(to: &term)
        }
    }

    private mutating func append(to term: inout [FilterCharacter]) {
        guard let character = current else { return }
        term.append(FilterCharacter(value: character, isQuoted: false, position: position))
        position += 1
    }

    /// Up to a sign that has no backslash before it; before other characters a backslash is the expression's own.
    private mutating func readRaw(until end: Character, openedAt start: Int) throws(FilterError) -> [FilterCharacter] {
        var term: [FilterCharacter] = []
        while let character = current, character != end {
            if character == "\\" {
                let isForEnd = position + 1 < characters.count && characters[position + 1] == end
                if isForEnd { position += 1 } else { append(to: &term) }
            }
            append(to: &term)
        }
        guard current != nil else { throw FilterError("“\(end)” is missing behind the expression", at: position) }
        position += 1
        return term
    }
}

extension FilterCharacter {
    /// Whether it may stand before `~`.
    fileprivate var isFieldOrNot: Bool { !isQuoted && value.isASCII && (value.isLetter || value == "!") }
}
