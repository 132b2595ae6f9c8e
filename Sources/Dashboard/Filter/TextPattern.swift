import DNSCore
import Glibc

/// A piece of text to look for, without regard to the case of ASCII letters: anywhere in a text, or, with `*` and `?` in
/// it, as the whole of it; or a regular expression.
struct TextPattern: Hashable, Sendable {
    private enum Element: Hashable, Sendable {
        case byte(UInt8)
        /// `?`: one byte, whatever it is; of a longer character the rest has to be matched as well.
        case anyByte
        /// `*`
        case anything
    }

    private let literal: [UInt8]
    /// nil unless the pattern is a glob.
    private let glob: [Element]?
    private let expression: RegularExpression?
    /// Names are compared as far as they are shown, and as a whole with a pattern that has a dot.
    let hasDot: Bool

    /// - Parameter isExact: the whole text has to be the pattern.
    init(_ characters: some Sequence<FilterCharacter>, isExact: Bool = false) {
        var elements: [Element] = []
        for character in characters {
            switch (character.value, character.isQuoted) {
            case ("*", false): elements.append(.anything)
            case ("?", false): elements.append(.anyByte)
            default: elements += String(character.value).utf8.map { .byte(asciiLowercased($0)) }
            }
        }
        if elements.count > 1, elements.last == .byte(UInt8(ascii: ".")) { elements.removeLast() }
        literal = elements.compactMap { if case .byte(let byte) = $0 { byte } else { nil } }
        glob = isExact || literal.count != elements.count ? elements : nil
        hasDot = literal.contains(UInt8(ascii: "."))
        expression = nil
    }

    init(_ expression: RegularExpression) {
        literal = []
        glob = nil
        self.expression = expression
        hasDot = expression.source.contains("\\.")
    }

    /// Whether a text, already in lower case, has what is looked for.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        if let expression { return expression.matches(text) }
        if let glob { return Self.matches(glob, text) }
        return literal.withUnsafeBytes { Self.contains($0, in: text) }
    }

    /// Jumps from one occurrence of the first byte to the next.
    private static func contains(_ wanted: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) -> Bool {
        guard let wantedStart = wanted.baseAddress, wanted.count > 0 else { return true }
        guard var position = text.baseAddress else { return false }
        var places = text.count - wanted.count + 1
        while places > 0, let found = memchr(position, Int32(wanted[0]), places) {
            if memcmp(found, wantedStart, wanted.count) == 0 { return true }
            let next = UnsafeRawPointer(found) + 1
            places -= next - position
            position = next
        }
        return false
    }

    func matches(_ text: String) -> Bool {
        let lowercased = text.utf8.map(asciiLowercased)
        return lowercased.withUnsafeBytes { matches($0) }
    }

    /// Goes back to the last `*` only, so the time is bounded by the product of the lengths.
    private static func matches(_ glob: [Element], _ text: UnsafeRawBufferPointer) -> Bool {
        var (i, j) = (0, 0)
        var resume: (glob: Int, text: Int)?
        while j < text.count {
            if i < glob.count, glob[i] == .anything {
                i += 1
                resume = (i, j)
            } else if i < glob.count, glob[i] == .anyByte || glob[i] == .byte(text[j]) {
                (i, j) = (i + 1, j + 1)
            } else if let last = resume {
                resume = (last.glob, last.text + 1)
                (i, j) = (last.glob, last.text + 1)
            } else {
                return false
            }
        }
        return glob[i...].allSatisfy { $0 == .anything }
    }
}
