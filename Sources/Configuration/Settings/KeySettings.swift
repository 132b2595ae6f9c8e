import DNSCore

/// `[keys.NAME]`
package struct KeySettings: Sendable {
    package enum Source: Hashable, Sendable {
        /// The secret stands in the configuration, or on the command line.
        case inline
        case file(String)
    }

    package var label: String
    package var origin: Origin
    package var key: TSIGKey
    package var source: Source
    /// The zones that it is for, and all below them; all zones when empty.
    package var scope: Sourced<[DomainName]>
    /// The records that it may change; `*.` in front of a name means all that lie below it. All records of its zones when
    /// empty.
    package var names: Sourced<[DomainName]>

    /// How much of the zone's name the scope gives; nil where the zone lies outside.
    func closeness(to zone: DomainName) -> Int? {
        scope.value.filter(zone.isEqualOrBelow).map(\.labelCount).max()
    }

    func isAllowed(for zone: DomainName) -> Bool { scope.value.isEmpty || closeness(to: zone) != nil }
}
