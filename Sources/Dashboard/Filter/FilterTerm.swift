import ServiceCatalog

/// One term of a filter, cut into field, comparison and values; or a word.
struct FilterTerm {
    private let characters: [FilterCharacter]
    private let position: Int
    private let name: String?
    private let sign: String
    private let rest: ArraySlice<FilterCharacter>

    private static let signs = ["<=", ">=", "!=", "!~", ":", "=", "<", ">", "~"]

    init(_ characters: [FilterCharacter], at position: Int) {
        self.characters = characters
        self.position = position
        let letters = characters.prefix { !$0.isQuoted && $0.value.isASCII && $0.value.isLetter }
        let behind = characters[letters.endIndex...]
        let sign = Self.signs.first { sign in
            behind.count >= sign.count && zip(behind, sign).allSatisfy { !$0.isQuoted && $0.value == $1 }
        }
        name = letters.isEmpty || sign == nil ? nil : String(letters.map(\.value))
        self.sign = sign ?? ""
        rest = behind.dropFirst(self.sign.count)
    }

    func condition() throws(FilterError) -> FilterCondition {
        guard let name else { return .word(TextPattern(characters)) }
        guard let field = FilterField(name: name) else {
            // `db1:389` is what the screen shows of an instance.
            if sign == ":", rest.allSatisfy({ $0.value.isASCII && $0.value.isNumber }) {
                return .word(TextPattern(characters))
            }
            throw unknownField(name)
        }
        if sign.hasSuffix("~") { return try expression(field) }
        if field == .status { return try status() }
        return field.unit == nil ? try text(field) : try number(field)
    }

    private func unknownField(_ name: String) -> FilterError {
        guard let meant = FilterField.nearest(to: name) else {
            let known = FilterField.allCases.map(\.rawValue).joined(separator: ", ")
            return FilterError("“\(name)” is not a field; there are \(known)", at: position)
        }
        return FilterError("“\(name)” is not a field; “\(meant.rawValue)” is", at: position)
    }

    /// The values between commas, each with its place.
    private func values(of field: FilterField) throws(FilterError) -> [ArraySlice<FilterCharacter>] {
        let values = rest.split(omittingEmptySubsequences: false) { !$0.isQuoted && $0.value == "," }
        for value in values where value.isEmpty {
            throw FilterError("a value is missing after “\(field.rawValue)\(sign)”", at: end(of: value))
        }
        return values
    }

    private func end(of value: ArraySlice<FilterCharacter>) -> Int {
        value.startIndex > 0 ? characters[value.startIndex - 1].position + 1 : position
    }

    private func text(_ field: FilterField) throws(FilterError) -> FilterCondition {
        guard [":", "=", "!="].contains(sign) else {
            throw FilterError("“\(field.rawValue)” is text and takes “:”, “=”, “!=” or “~”", at: position)
        }
        let patterns = try values(of: field).map { TextPattern($0, isExact: sign != ":") }
        return sign == "!=" ? .not(.text(field, patterns)) : .text(field, patterns)
    }

    private func expression(_ field: FilterField) throws(FilterError) -> FilterCondition {
        guard field.unit == nil, field != .status else {
            throw FilterError("“\(field.rawValue)” is not text: it takes no “~”", at: position)
        }
        let end = characters.last.map { $0.position + 1 } ?? position
        let condition = FilterCondition.text(field, [TextPattern(try RegularExpression(Array(rest), end: end))])
        return sign == "!~" ? .not(condition) : condition
    }

    private func status() throws(FilterError) -> FilterCondition {
        guard [":", "=", "!="].contains(sign) else {
            throw FilterError("“status” takes “:”, “=” or “!=”", at: position)
        }
        var statuses = StatusSet()
        for value in try values(of: .status) { statuses.formUnion(try Self.statuses(value)) }
        return sign == "!=" ? .not(.status(statuses)) : .status(statuses)
    }

    /// One status by its name or the beginning of it, or all that are problems.
    private static func statuses(_ value: ArraySlice<FilterCharacter>) throws(FilterError) -> StatusSet {
        let name = String(value.map(\.value)).lowercased()
        let position = value.first?.position ?? 0
        if let status = Status(name: name) { return StatusSet(status) }
        if name.count > 1, "problems".hasPrefix(name) { return .problems }
        let matching = Status.allCases.filter { $0.name.hasPrefix(name) }
        if !matching.isEmpty { return StatusSet(matching.map { StatusSet($0) }) }
        let known = Status.allCases.map(\.name)
        if let meant = nearestWord(to: name, among: known) {
            throw FilterError("“\(name)” is not a status; “\(meant)” is", at: position)
        }
        throw FilterError("“\(name)” is not a status; there are \(known.joined(separator: ", "))", at: position)
    }

    private func number(_ field: FilterField) throws(FilterError) -> FilterCondition {
        let comparison = self.comparison
        let isEquality = comparison == .equal || comparison == .unequal
        guard !field.isMeasured || !isEquality else {
            throw FilterError("“\(field.rawValue)” takes “<” or “>”, as in \(Self.example(of: field))", at: position)
        }
        let values = try self.values(of: field)
        guard isEquality || values.count == 1 else {
            throw FilterError("“\(sign)” takes one value", at: values[1].first?.position ?? position)
        }
        var numbers: [UInt64] = []
        for value in values { numbers.append(try Self.number(value, field)) }
        return .number(field, comparison, numbers)
    }

    private var comparison: Comparison {
        switch sign {
        case "<": .less
        case "<=": .lessOrEqual
        case ">": .greater
        case ">=": .greaterOrEqual
        case "!=": .unequal
        default: .equal
        }
    }

    private static func number(
        _ value: ArraySlice<FilterCharacter>, _ field: FilterField
    ) throws(FilterError) -> UInt64 {
        let text = String(value.map(\.value))
        if let number = Quantity.parse(text, unit: field.unit ?? .none) { return number }
        throw FilterError(
            "“\(text)” is not \(field.unit == FilterField.Unit.none ? "a number" : "a time, as in \(example(of: field))")",
            at: value.first?.position ?? 0)
    }

    private static func example(of field: FilterField) -> String {
        switch field {
        case .rtt: "rtt>50ms"
        case .age: "age<10m"
        case .ttl: "ttl<60 or ttl>=1h"
        default: "\(field.rawValue)>10"
        }
    }
}
