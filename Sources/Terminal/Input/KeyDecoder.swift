/// Turns the bytes that a terminal sends into keys, mouse events and pasted text (ECMA-48, xterm's extensions).
///
/// What a paste holds is never taken for keys. Sequences without a meaning here are swallowed whole.
package struct KeyDecoder: Sendable {
    /// What terminfo says this terminal sends, for keys that the common sequences do not cover.
    private let sequences: [[UInt8]: Key]
    private var pending: [UInt8] = []
    private var paste: PasteBuffer?
    private var background: Colour?

    package init(sequences: [[UInt8]: Key] = [:]) {
        self.sequences = sequences
    }

    /// Milliseconds after which `expire` has to be called if no more bytes come; nil if nothing is begun.
    ///
    /// A lone Esc and the beginning of a sequence look the same: only time tells.
    package var patience: Int? {
        if paste != nil { return 1000 }
        // The rest of a terminal's answer, if it comes late, is not to be taken for keys.
        if pending.count > 2, pending[1] == UInt8(ascii: "]") { return 1000 }
        return pending.isEmpty ? nil : 25
    }

    /// What the terminal has said of its background since this was last asked.
    package mutating func takeBackground() -> Colour? {
        defer { background = nil }
        return background
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [KeyEvent] {
        var events: [KeyEvent] = []
        for byte in bytes {
            if paste != nil {
                if paste?.append(byte) == true { finishPaste(&events) }
                continue
            }
            pending.append(byte)
            if let event = step() { events.append(event) }
        }
        return events
    }

    /// No more bytes came: what is begun is all that there is.
    package mutating func expire() -> [KeyEvent] {
        var events: [KeyEvent] = []
        if paste != nil { finishPaste(&events) }
        defer { pending.removeAll(keepingCapacity: true) }
        switch pending {
        case [0x1B]: events.append(.key(.escape))
        case [0x1B, 0x1B]: events.append(.key(Key(.escape, .alt)))
        default:
            if pending.count == 2, pending[0] == 0x1B {
                events.append(.key(.alt(Character(Unicode.Scalar(pending[1])))))
            }
        }
        return events
    }

    private mutating func finishPaste(_ events: inout [KeyEvent]) {
        if let text = paste?.text, !text.isEmpty { events.append(.paste(text)) }
        paste = nil
    }

    /// Looks whether the pending bytes are a whole thing now; the event if they mean one.
    private mutating func step() -> KeyEvent? {
        switch InputSequence.Progress(pending) {
        case .incomplete:
            if pending.count > Self.longestSequence { pending.removeAll(keepingCapacity: true) }
            return nil
        case .complete(let sequence):
            defer { pending.removeAll(keepingCapacity: true) }
            if case .control(let control) = sequence, control.beginsPaste {
                paste = PasteBuffer()
                return nil
            }
            if case .background(let colour) = sequence { background = colour }
            return sequence.event ?? sequences[pending].map { .key($0) }
        case .interrupted(let last):
            pending = [last]
            return step()
        }
    }

    /// No key and no mouse event is longer; a terminal's answer that is swallowed may be.
    private static let longestSequence = 1024
}

/// Text between the marks of a bracketed paste.
private struct PasteBuffer: Sendable {
    private static let end = Array("\u{1B}[201~".utf8)
    private static let capacity = 4 * KeyEvent.maximumPaste
    private var bytes: [UInt8] = []
    /// The last bytes, for finding the end where the text itself has grown too long.
    private var matched = 0

    /// True at the end of the paste.
    mutating func append(_ byte: UInt8) -> Bool {
        matched = byte == Self.end[matched] ? matched + 1 : byte == Self.end[0] ? 1 : 0
        if bytes.count < Self.capacity + Self.end.count { bytes.append(byte) }
        guard matched == Self.end.count else { return false }
        if bytes.suffix(matched).elementsEqual(Self.end) { bytes.removeLast(matched) }
        return true
    }

    /// Lines end with a line feed, whatever ended them.
    var text: String {
        var text = ""
        for character in String(decoding: bytes.prefix(Self.capacity), as: UTF8.self).prefix(KeyEvent.maximumPaste) {
            text.append(character == "\r" || character == "\r\n" ? "\n" : character)
        }
        return text
    }
}
