import DNSCore

/// Finds what is meant by words on the command line: a service, and of its instances the one that is named.
package struct InstanceChoice {
    package enum Failure: Error, Hashable, Sendable {
        /// No SRV record stands at the name, in any of the zones.
        case noService(String, zones: [DomainName])
        /// The service has instances, but none that is called this.
        case noInstance(String, service: DomainName, titles: [String])
        /// One has to be named.
        case several(service: DomainName, titles: [String])
    }

    fileprivate struct Candidate {
        var subject: PlanRequest.Subject
        var service: DomainName
        var title: String
        var instance: Instance
        var apex: DomainName
    }

    private let snapshot: Snapshot

    package init(_ snapshot: Snapshot) { self.snapshot = snapshot }

    /// - Parameters:
    ///   - service: an SRV owner name or the name of a DNS-SD instance, relative to a zone or absolute.
    ///   - instance: `TARGET:PORT`, `TARGET` or what the screen calls it; nil for the only one there is.
    ///   - takesAll: all of them, where several fit.
    package func subjects(
        service: String, instance: String?, takesAll: Bool
    ) throws(Failure) -> [PlanRequest.Subject] {
        let all = snapshot.zones.indices.flatMap { candidates(named: service, zone: $0) }
        guard let first = all.first else { throw .noService(service, zones: snapshot.zones.map(\.name)) }
        var chosen = all
        if let instance {
            chosen = all.filter { $0.isCalled(instance) }
            guard !chosen.isEmpty else { throw .noInstance(instance, service: first.service, titles: all.map(\.title)) }
        }
        guard chosen.count == 1 || takesAll else { throw .several(service: first.service, titles: chosen.map(\.title)) }
        return chosen.map(\.subject)
    }

    private func candidates(named text: String, zone index: Int) -> [Candidate] {
        let zone = snapshot.zones[index]
        for name in DomainName.readings(of: text, in: zone.name) {
            var instances = zone.catalog.service(named: name).map { zone.catalog.instances(of: $0) } ?? []
            if instances.isEmpty { instances = zone.catalog.instances(at: name) }
            guard !instances.isEmpty else { continue }
            return instances.sorted(by: zone.catalog.reads(_:before:)).map { id in
                let instance = zone.catalog.instance(id)
                return Candidate(
                    subject: PlanRequest.Subject(zone: index, instance: id), service: instance.service,
                    title: instance.title(relativeTo: zone.name), instance: instance, apex: zone.name)
            }
        }
        return []
    }
}

extension InstanceChoice.Candidate {
    fileprivate func isCalled(_ text: String) -> Bool {
        if title == text || instance.label == text { return true }
        var host = text[...]
        if let colon = text.lastIndex(of: ":") {
            guard UInt16(text[text.index(after: colon)...]) == instance.port else { return false }
            host = text[..<colon]
        }
        return DomainName.readings(of: String(host), in: apex).contains(instance.target)
    }
}

extension DomainName {
    /// What a name may mean that someone has typed: relative to a zone, or whole.
    package static func readings(of text: String, in apex: DomainName) -> [DomainName] {
        [try? DomainName(text, origin: apex), try? DomainName(text)].compactMap(\.self)
    }
}

extension InstanceChoice.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noService(let text, let zones):
            "there is no SRV record at \(text) in \(zones.map(\.description).joined(separator: " or ")): `svctop list` shows"
                + " what there is"
        case .noInstance(let text, let service, let titles):
            "\(service) has no instance \(text); it has \(Self.list(titles))"
        case .several(let service, let titles):
            "\(service) has \(titles.count) instances that fit: name one of \(Self.list(titles)), or give --all"
        }
    }

    private static func list(_ titles: [String]) -> String {
        let shown = titles.prefix(10).joined(separator: ", ")
        return titles.count > 10 ? "\(shown) and \(titles.count - 10) more" : shown
    }
}
