extension InputSequence {
    /// What the user did; nil if the sequence says nothing about that.
    var event: KeyEvent? {
        switch self {
        case .character(let scalar, let alt): .key(Key(scalar, alt: alt))
        case .control(let sequence): sequence.event
        case .singleShift(let byte, let alt): Self.singleShift(byte).map { .key(Key($0, alt ? .alt : [])) }
        case .consoleFunction(let byte): Self.consoleFunction(byte).map { .key($0) }
        case .oldMouse(let button, let column, let row): Self.oldMouse(button, column, row)
        case .background, .meaningless: nil
        }
    }

    /// The keypad in application mode sends digits and operators this way too.
    private static func singleShift(_ byte: UInt8) -> Key.Code? {
        switch byte {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(byte - 0x40)))
        default: Key.Code(letter: byte)
        }
    }

    private static func consoleFunction(_ byte: UInt8) -> Key? {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "E") ? .function(Int(byte - UInt8(ascii: "A")) + 1) : nil
    }

    private static func oldMouse(_ button: UInt8, _ column: UInt8, _ row: UInt8) -> KeyEvent? {
        let bits = Int(button) - 32
        let isRelease = bits >= 0 && bits & 0x43 == 3
        return MouseEvent(
            bits: isRelease ? bits & ~3 : bits, column: Int(column) - 33, row: Int(row) - 33, isRelease: isRelease
        ).map { .mouse($0) }
    }
}

extension Key {
    /// The key that sends this scalar.
    init(_ scalar: Unicode.Scalar, alt: Bool) {
        let modifiers: Modifiers = alt ? .alt : []
        switch scalar.value {
        case 0x0D, 0x0A: self.init(.enter, modifiers)
        case 0x09: self.init(.tab, modifiers)
        case 0x08, 0x7F: self.init(.backspace, modifiers)
        case 0x1B: self.init(.escape, modifiers)
        case 0x00: self.init(.character(" "), modifiers.union(.control))
        case 0x01...0x1A:
            let letter = UInt8(truncatingIfNeeded: scalar.value) + 0x60
            self.init(.character(Character(Unicode.Scalar(letter))), modifiers.union(.control))
        case 0x1C...0x1F:
            let sign = UInt8(truncatingIfNeeded: scalar.value) + 0x40
            self.init(.character(Character(Unicode.Scalar(sign))), modifiers.union(.control))
        default: self.init(.character(Character(scalar)), modifiers)
        }
    }
}

extension MouseEvent {
    /// xterm's encoding of a button: 2 bits of number, 4 Shift, 8 Alt, 16 Ctrl, 32 moved, 64 wheel.
    init?(bits: Int, column: Int, row: Int, isRelease: Bool) {
        guard bits >= 0, column >= 0, row >= 0 else { return nil }
        let action: Action
        if bits & 64 != 0 {
            guard bits & 3 < 2 else { return nil }
            action = bits & 3 == 0 ? .wheelUp : .wheelDown
        } else {
            guard bits < 64, let button = Button(rawValue: UInt8(bits & 3)) else { return nil }
            action = isRelease ? .release(button) : bits & 32 != 0 ? .drag(button) : .press(button)
        }
        var modifiers: Key.Modifiers = []
        if bits & 4 != 0 { modifiers.insert(.shift) }
        if bits & 8 != 0 { modifiers.insert(.alt) }
        if bits & 16 != 0 { modifiers.insert(.control) }
        self.init(action, at: Position(row: row, column: column), modifiers: modifiers)
    }
}
