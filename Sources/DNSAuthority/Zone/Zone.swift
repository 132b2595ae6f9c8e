import DNSCore

/// A zone as it is served: one version, and how the latest ones came about.
package struct Zone: Sendable {
    package var contents: ZoneContents
    package var history: ZoneHistory

    package var apex: DomainName { contents.apex }

    package init(_ contents: ZoneContents, history: ZoneHistory = ZoneHistory()) {
        self.contents = contents
        self.history = history
    }
}
