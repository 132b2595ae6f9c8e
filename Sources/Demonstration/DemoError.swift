/// Why the demonstration cannot go on.
package struct DemoError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
