import ServiceCatalog

/// Reads a filter: words and fields that all have to hold, `or` between alternatives, `!` or `not` before what must not
/// hold, parentheses.
struct FilterParser {
    private let tokens: [FilterToken]
    private let end: Int
    private var next = 0
    private var depth = 0

    /// Parentheses within parentheses; more are a mistake, and recursion has to end somewhere.
    private static let deepest = 32

    init(_ text: String) throws(FilterError) {
        tokens = try FilterToken.tokens(of: text)
        end = text.count
    }

    mutating func parse() throws(FilterError) -> FilterCondition {
        guard !tokens.isEmpty else { return .everything }
        let condition = try alternatives()
        if let rest = current { throw FilterError("this parenthesis closes nothing", at: rest.position) }
        return condition
    }

    private var current: FilterToken? { next < tokens.count ? tokens[next] : nil }
    private var position: Int { current?.position ?? end }

    private mutating func alternatives() throws(FilterError) -> FilterCondition {
        var conditions = [try conjunction()]
        while takeKeyword("or") { conditions.append(try conjunction()) }
        return conditions.count == 1 ? conditions[0] : .any(conditions)
    }

    private mutating func conjunction() throws(FilterError) -> FilterCondition {
        var conditions = [try negation()]
        while true {
            if takeKeyword("and") {
                conditions.append(try negation())
            } else if let current, current.kind != .close, !isKeyword("or") {
                conditions.append(try negation())
            } else {
                return conditions.count == 1 ? conditions[0] : .all(conditions)
            }
        }
    }

    private mutating func negation() throws(FilterError) -> FilterCondition {
        var isNegated = false
        while let current, current.kind == .not || isKeyword("not") {
            isNegated.toggle()
            next += 1
        }
        let condition = try primary()
        return isNegated ? .not(condition) : condition
    }

    private mutating func primary() throws(FilterError) -> FilterCondition {
        guard let token = current, !isKeyword("and"), !isKeyword("or") else {
            throw FilterError("a word or a condition is missing here", at: position)
        }
        next += 1
        switch token.kind {
        case .open: return try group(openedAt: token.position)
        case .expression(let characters):
            let end = characters.last.map { $0.position + 1 } ?? token.position + 1
            return .word(TextPattern(try RegularExpression(characters, end: end)))
        case .term(let characters): return try FilterTerm(characters, at: token.position).condition()
        case .close, .not: throw FilterError("a word or a condition is missing here", at: token.position)
        }
    }

    private mutating func group(openedAt start: Int) throws(FilterError) -> FilterCondition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw FilterError("too many parentheses within each other", at: start) }
        let condition = try alternatives()
        guard current?.kind == .close else { throw FilterError("the parenthesis is not closed", at: start) }
        next += 1
        return condition
    }

    private func isKeyword(_ word: String) -> Bool {
        guard case .term(let characters) = current?.kind else { return false }
        return !characters.contains(where: \.isQuoted) && String(characters.map(\.value)).lowercased() == word
    }

    private mutating func takeKeyword(_ word: String) -> Bool {
        guard isKeyword(word) else { return false }
        next += 1
        return true
    }
}
