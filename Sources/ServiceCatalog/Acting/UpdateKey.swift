import DNSCore

/// A TSIG key, without its secret, and which records it may change as the configuration says.
package struct UpdateKey: Hashable, Sendable {
    /// Which records.
    package enum Scope: Hashable, Sendable {
        /// All of a zone that is so many labels of the zone's name away; 0 where nobody limited it.
        case zone(labels: Int)
        case names([NamePattern])
    }

    package var name: DomainName
    package var scope: Scope

    package init(_ name: DomainName, _ scope: Scope = .zone(labels: 0)) {
        self.name = name
        self.scope = scope
    }

    /// How close the scope is to a record's name: the higher the closer; nil where it does not cover it.
    package func closeness(to record: DomainName) -> Int? {
        switch scope {
        case .zone(let labels): 2 * labels
        case .names(let patterns): patterns.compactMap { $0.closeness(to: record) }.max()
        }
    }

    /// As `closeness(to:)`, for records that are changed together: one that is not covered spoils it.
    package func closeness(to records: some Collection<DomainName>) -> Int? {
        let all = records.map { closeness(to: $0) }
        return all.contains(nil) ? nil : all.compactMap { $0 }.min()
    }
}

/// A name, or with `*` as its first label every name below the rest of it.
package struct NamePattern: Hashable, Sendable {
    package var name: DomainName
    /// What the matching names lie below; nil for a name that stands for itself.
    private var apex: DomainName?

    package init(_ name: DomainName) {
        self.name = name
        var labels = name.labels
        apex = labels.next().map { $0.elementsEqual("*".utf8) } == true ? name.parent : nil
    }

    func closeness(to record: DomainName) -> Int? {
        guard let apex else { return record == name ? 2 * name.labelCount + 2 : nil }
        return record != apex && record.isEqualOrBelow(apex) ? 2 * apex.labelCount + 1 : nil
    }
}

extension UpdateKey: CustomStringConvertible {
    package var description: String {
        switch scope {
        case .zone: "\(name)"
        case .names(let patterns): "\(name) (for \(patterns.map(\.name.description).joined(separator: ", ")))"
        }
    }
}
