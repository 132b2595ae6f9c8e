/// What came after `ESC [`: `<0;10;5M`, `1;5C`, `200~`.
struct ControlSequence {
    /// `<`, `?`, `=` or `>` if the parameters begin with one.
    let marker: UInt8?
    /// Missing ones are 0; sub-parameters after a colon are dropped.
    let parameters: [Int]
    let final: UInt8
    let alt: Bool

    init(_ bytes: ArraySlice<UInt8>, alt: Bool) {
        self.alt = alt
        final = bytes.last ?? 0
        var rest = bytes.dropLast()
        if let first = rest.first, first >= 0x3C {
            marker = first
            rest = rest.dropFirst()
        } else {
            marker = nil
        }
        parameters = rest.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
            digits.prefix { $0 >= 0x30 && $0 <= 0x39 }.prefix(7).reduce(0) { 10 * $0 + Int($1 - 0x30) }
        }
    }

    var beginsPaste: Bool { final == UInt8(ascii: "~") && parameters.first == 200 }

    var event: KeyEvent? {
        switch (marker, final) {
        case (UInt8(ascii: "<"), UInt8(ascii: "M")): mouse(isRelease: false)
        case (UInt8(ascii: "<"), UInt8(ascii: "m")): mouse(isRelease: true)
        case (nil, UInt8(ascii: "~")): tilde.map { .key($0) }
        case (nil, UInt8(ascii: "u")): unicodeKey(parameters.first, modifiers(at: 1)).map { .key($0) }
        case (nil, UInt8(ascii: "Z")): .key(Key(.tab, modifiers(at: 1).union(.shift)))
        case (nil, _): Key.Code(letter: final).map { .key(Key($0, modifiers(at: 1))) }
        default: nil
        }
    }

    /// xterm adds 1 for Shift, 2 for Alt, 4 for Ctrl to 1.
    private func modifiers(at index: Int) -> Key.Modifiers {
        var modifiers: Key.Modifiers = alt ? .alt : []
        guard parameters.count > index, parameters[index] > 1 else { return modifiers }
        let bits = parameters[index] - 1
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 2 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    private var tilde: Key? {
        guard let number = parameters.first else { return nil }
        if number == 27, parameters.count > 2 { return unicodeKey(parameters[2], modifiers(at: 1)) }
        return Key.Code(number: number).map { Key($0, modifiers(at: 1)) }
    }

    /// A key by its scalar, as terminals report those that have no byte of their own.
    private func unicodeKey(_ value: Int?, _ modifiers: Key.Modifiers) -> Key? {
        guard let value, let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else { return nil }
        var key = Key(scalar, alt: modifiers.contains(.alt))
        key.modifiers.formUnion(modifiers)
        if case .character = key.code { key.modifiers.remove(.shift) }
        return key
    }

    private func mouse(isRelease: Bool) -> KeyEvent? {
        guard parameters.count == 3 else { return nil }
        return MouseEvent(
            bits: parameters[0], column: parameters[1] - 1, row: parameters[2] - 1, isRelease: isRelease
        ).map { .mouse($0) }
    }
}

extension Key.Code {
    /// The final byte of `ESC [ A` and `ESC O A`.
    init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "A"): self = .up
        case UInt8(ascii: "B"): self = .down
        case UInt8(ascii: "C"): self = .right
        case UInt8(ascii: "D"): self = .left
        case UInt8(ascii: "H"): self = .home
        case UInt8(ascii: "F"): self = .end
        case UInt8(ascii: "P")...UInt8(ascii: "S"): self = .function(Int(letter - UInt8(ascii: "P")) + 1)
        default: return nil
        }
    }

    /// The number of `ESC [ 5 ~`.
    init?(number: Int) {
        switch number {
        case 1, 7: self = .home
        case 2: self = .insert
        case 3: self = .delete
        case 4, 8: self = .end
        case 5: self = .pageUp
        case 6: self = .pageDown
        case 11...15: self = .function(number - 10)
        case 17...21: self = .function(number - 11)
        case 23...26: self = .function(number - 12)
        case 28, 29: self = .function(number - 13)
        case 31...34: self = .function(number - 14)
        default: return nil
        }
    }
}
