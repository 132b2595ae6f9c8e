import DNSCore

/// Why an authority cannot serve.
package struct AuthorityError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
