import DNSCore

extension DomainName {
    /// Without the dot at the end, which is noise in a table and ends a sentence in prose.
    package var withoutFinalDot: String { isRoot ? "." : String(description.dropLast()) }
}
