import ServiceCatalog

/// Which instances to show: words and conditions over their columns.
///
/// Words all have to be found, each in the service, the instance, `target:port` or the status. Fields are asked with
/// `status:down,stale`, `port:80`, `port>8000`, `rtt>50ms`, `ttl<60`, `target:db*`, `service:"my thing"`, and by regular
/// expressions with `target~^db[0-9]+$`, or `/dc[12]/` for a word. `!` or `not` turns what follows into its opposite; `and`,
/// `or` and parentheses combine.
package struct Filter: Hashable, Sendable {
    /// As it was typed.
    package let text: String
    let condition: FilterCondition

    package init(parsing text: String) throws(FilterError) {
        var parser = try FilterParser(text)
        condition = try parser.parse()
        self.text = text
    }

    /// Matches everything.
    package static let none = Filter(text: "", condition: .everything)

    private init(text: String, condition: FilterCondition) {
        self.text = text
        self.condition = condition
    }

    package var isEmpty: Bool { condition == .everything }

    /// Whether it may match others though no record and no status has changed.
    var asksForMeasurements: Bool { condition.asksForMeasurements }

    package func matches(_ zone: ZoneSnapshot, _ instance: InstanceID, at now: Timestamp) -> Bool {
        condition.holds(for: instance, zone.shownHealth(of: instance, at: now), in: zone.catalog, at: now)
    }
}
