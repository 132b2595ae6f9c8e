import DNSCore

/// What turns one version of a zone into the next: what IXFR sends (RFC 1995 section 4) and the journal keeps.
package struct ZoneChange: Hashable, Sendable {
    package var from: Serial
    package var to: Serial
    /// The SOA of the older version first.
    package var deletions: [ResourceRecord]
    /// The SOA of the newer version first.
    package var additions: [ResourceRecord]

    package init(from: Serial, to: Serial, deletions: [ResourceRecord], additions: [ResourceRecord]) {
        self.from = from
        self.to = to
        self.deletions = deletions
        self.additions = additions
    }
}

extension ZoneContents {
    package mutating func apply(_ change: ZoneChange) {
        for record in change.deletions { remove(record) }
        for record in change.additions { insert(record) }
    }
}
