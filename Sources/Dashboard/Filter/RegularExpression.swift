/// A regular expression like POSIX's extended ones, without regard to the case of ASCII letters.
///
/// It is looked for with all its possibilities at once (Glushkov's automaton), so the time is bounded by the text's length
/// whatever expression and text are. `.` is one byte: text beyond ASCII is matched as the bytes of UTF-8.
struct RegularExpression: Sendable {
    /// Places in an expression, and bytes: both are at most 256.
    typealias Positions = SIMD4<UInt64>

    /// As it was written.
    let source: String
    private let isNullable: Bool
    private let first: Positions
    private let last: Positions
    /// What may come after each position.
    private let follow: [Positions]
    /// The positions that take a symbol: a byte, or one of the ends of the text.
    private let takers: [Positions]

    enum Symbol {
        static let start = 256
        static let end = 257
        static let count = 258
    }

    init(_ characters: [FilterCharacter], end: Int) throws(FilterError) {
        var parser = RegularExpressionParser(characters, end: end)
        var automaton = Automaton()
        let tree = try parser.parse()
        let whole: Automaton.Part
        do throws(FilterError) {
            whole = try automaton.add(tree)
        } catch {
            throw FilterError(error.message, at: characters.first?.position ?? end)
        }
        source = String(characters.map(\.value))
        isNullable = whole.isNullable
        (first, last) = (whole.first, whole.last)
        (follow, takers) = (automaton.follow, automaton.takers)
    }

    /// Whether it is found anywhere in a text, already in lower case.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        if isNullable { return true }
        var current = first & takers[Symbol.start]
        if !current.isDisjoint(with: last) { return true }
        for byte in text {
            current = (first | successors(of: current)) & takers[Int(byte)]
            if !current.isDisjoint(with: last) { return true }
        }
        return !((first | successors(of: current)) & takers[Symbol.end]).isDisjoint(with: last)
    }

    private func successors(of positions: Positions) -> Positions {
        if positions == .zero { return .zero }
        var all = Positions.zero
        positions.forEach { all |= follow[$0] }
        return all
    }
}

extension RegularExpression: Hashable {
    static func == (a: RegularExpression, b: RegularExpression) -> Bool { a.source == b.source }
    func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension RegularExpression.Positions {
    init(_ position: Int) {
        self = .zero
        insert(position)
    }

    mutating func insert(_ position: Int) { self[position / 64] |= 1 << UInt64(position % 64) }
    func contains(_ position: Int) -> Bool { self[position / 64] & 1 << UInt64(position % 64) != 0 }
    func isDisjoint(with other: Self) -> Bool { self & other == .zero }

    func forEach(_ body: (Int) -> Void) {
        for lane in 0..<4 {
            var rest = self[lane]
            while rest != 0 {
                body(lane * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}

// MARK: - Making it

/// An expression as a tree.
indirect enum RegularExpressionNode {
    /// One of these bytes.
    case bytes(RegularExpression.Positions)
    /// Nothing, at one of the ends of the text.
    case symbol(Int)
    case sequence([RegularExpressionNode])
    case alternatives([RegularExpressionNode])
    /// - Parameter most: nil for no limit.
    case repeated(RegularExpressionNode, least: Int, most: Int?)
}

private struct Automaton {
    typealias Positions = RegularExpression.Positions

    /// A part of an expression: the positions that it begins and ends with.
    struct Part {
        var isNullable = true
        var first = Positions.zero
        var last = Positions.zero
    }

    private(set) var follow: [Positions] = []
    private(set) var takers = Array(repeating: Positions.zero, count: RegularExpression.Symbol.count)

    static let mostPositions = 256
    /// Parts that say nothing take no position, and still take time.
    static let mostParts = 10_000
    private var parts = 0

    mutating func add(_ node: RegularExpressionNode) throws(FilterError) -> Part {
        parts += 1
        guard parts <= Self.mostParts else { throw Self.tooLong }
        switch node {
        case .bytes(let bytes):
            let part = try addPosition()
            bytes.forEach { takers[$0] |= part.first }
            return part
        case .symbol(let symbol):
            let part = try addPosition()
            takers[symbol] |= part.first
            return part
        case .sequence(let nodes):
            var whole = Part()
            for node in nodes { whole = join(whole, try add(node)) }
            return whole
        case .alternatives(let nodes):
            var whole = Part(isNullable: false)
            for node in nodes {
                let part = try add(node)
                whole.isNullable = whole.isNullable || part.isNullable
                whole.first |= part.first
                whole.last |= part.last
            }
            return whole
        case .repeated(let node, let least, let most):
            return try addRepeated(node, least: least, most: most)
        }
    }

    private mutating func addRepeated(
        _ node: RegularExpressionNode, least: Int, most: Int?
    ) throws(FilterError) -> Part {
        var whole = Part()
        for copy in 0..<max(most ?? least, most == nil ? 1 : 0) {
            var part = try add(node)
            if most == nil, copy >= least - 1 {
                part.last.forEach { follow[$0] |= part.first }
            }
            if copy >= least { part.isNullable = true }
            whole = join(whole, part)
        }
        return whole
    }

    /// Where that is, is for whoever reads the filter to say.
    private static let tooLong = FilterError("the expression is too long when written out", at: 0)

    private mutating func join(_ a: Part, _ b: Part) -> Part {
        a.last.forEach { follow[$0] |= b.first }
        return Part(
            isNullable: a.isNullable && b.isNullable, first: a.isNullable ? a.first | b.first : a.first,
            last: b.isNullable ? a.last | b.last : b.last)
    }

    private mutating func addPosition() throws(FilterError) -> Part {
        guard follow.count < Self.mostPositions else { throw Self.tooLong }
        follow.append(.zero)
        let position = Positions(follow.count - 1)
        return Part(isNullable: false, first: position, last: position)
    }
}
