extension SectionReader {
    /// The members of a table within this one, in the order of the file; what they mean is left to whoever uses them.
    mutating func readKeyBindings() -> [KeyBindingSettings] {
        guard var bindings = table("bind") else { return [] }
        let found = bindings.unreadKeys.compactMap { action in
            bindings.read(action, .list(of: .string)).map { KeyBindingSettings(action: action, keys: $0) }
        }
        bindings.finish()
        take(errorsOf: bindings)
        return found
    }
}
