/// A line of `[keymap.bind]`: the keys of one action, as they are written.
package struct KeyBindingSettings: Hashable, Sendable {
    package var action: String
    package var keys: Sourced<[String]>
}
