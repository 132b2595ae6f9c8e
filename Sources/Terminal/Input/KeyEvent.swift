/// What the user did.
package enum KeyEvent: Hashable, Sendable {
    case key(Key)
    case mouse(MouseEvent)
    /// Text that the terminal says was pasted, at most `maximumPaste` characters of it; not made safe for showing.
    case paste(String)

    package static let maximumPaste = 4096
}

package struct MouseEvent: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case press(Button)
        case release(Button)
        /// Moved while the button was held.
        case drag(Button)
        case wheelUp
        case wheelDown
    }

    package enum Button: UInt8, Hashable, Sendable {
        case left
        case middle
        case right
    }

    package var action: Action
    package var position: Position
    package var modifiers: Key.Modifiers

    package init(_ action: Action, at position: Position, modifiers: Key.Modifiers = []) {
        self.action = action
        self.position = position
        self.modifiers = modifiers
    }
}
