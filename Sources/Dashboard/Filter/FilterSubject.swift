import DNSCore
import ServiceCatalog

/// An instance that is asked about by a filter. Names are read where they lie: nothing is built for a word.
struct FilterSubject {
    let zone: ZoneSnapshot
    let now: Timestamp
    var instance: InstanceID
    var health: Health

    private var catalog: Catalog { zone.catalog }

    func satisfies(_ condition: FilterCondition) -> Bool {
        switch condition {
        case .word(let pattern): has(pattern)
        case .text(let field, let patterns): patterns.contains { matches($0, field) }
        case .status(let statuses): statuses.contains(StatusSet(health.status))
        case .number(let field, let comparison, let wanted):
            value(of: field).map { comparison.holds($0, wanted) } ?? false
        case .all(let conditions): conditions.allSatisfy { satisfies($0) }
        case .any(let conditions): conditions.contains { satisfies($0) }
        case .not(let condition): !satisfies(condition)
        }
    }

    private func has(_ pattern: TextPattern) -> Bool {
        pattern.matches(statusText: health.status) || matches(pattern, .service) || matches(pattern, .instance)
    }

    private func matches(_ pattern: TextPattern, _ field: FilterField) -> Bool {
        switch field {
        case .service:
            catalog.withSearchText(of: catalog.service(of: instance)) { pattern.matches($0) }
        case .target:
            catalog.withSearchText(ofTargetOf: instance) { pattern.matches($0) }
        case .instance:
            matchesLabel(pattern) || matchesTargetAndPort(pattern)
        case .address:
            catalog.addresses(ofTargetOf: instance).contains { pattern.matches($0.description) }
        case .reason:
            pattern.matches(health.reason.description)
        case .zone:
            pattern.matches(nameText(catalog.apex))
        case .status, .port, .priority, .weight, .ttl, .rtt, .age:
            false
        }
    }

    private func matchesLabel(_ pattern: TextPattern) -> Bool {
        catalog.isBrowsed(instance) && catalog.withSearchText(ofLabelOf: instance) { pattern.matches($0) }
    }

    private func matchesTargetAndPort(_ pattern: TextPattern) -> Bool {
        let port = catalog.location(of: instance).port
        return catalog.withSearchText(ofTargetOf: instance) { target in
            target.relative.withSuffix(port) { pattern.matches($0) }
                || pattern.hasDot && target.absolute.withSuffix(port) { pattern.matches($0) }
        }
    }

    /// nil where there is nothing to compare with: a round trip that was never measured.
    private func value(of field: FilterField) -> UInt64? {
        switch field {
        case .port: UInt64(catalog.location(of: instance).port)
        case .priority: UInt64(catalog.location(of: instance).priority)
        case .weight: UInt64(catalog.location(of: instance).weight)
        case .ttl: UInt64(catalog.ttl(of: instance))
        case .rtt: health.roundTrip == 0 ? nil : UInt64(health.roundTrip)
        case .age:
            health.since == .distantPast ? nil : UInt64(clamping: now.duration(since: health.since).components.seconds)
        case .status, .service, .instance, .target, .address, .reason, .zone: nil
        }
    }
}

extension FilterCondition {
    /// What holds for all of a service's instances without looking at them; nil where it takes a look.
    func verdict(on service: ServiceID, in zone: ZoneSnapshot) -> Bool? {
        switch self {
        case .word(let pattern):
            return zone.catalog.withSearchText(of: service) { pattern.matches($0) } ? true : nil
        case .text(.service, let patterns):
            return zone.catalog.withSearchText(of: service) { text in patterns.contains { $0.matches(text) } }
        case .text(.zone, let patterns):
            return patterns.contains { $0.matches(nameText(zone.catalog.apex)) }
        case .text, .number, .status:
            return nil
        case .not(let condition):
            return condition.verdict(on: service, in: zone).map { !$0 }
        case .all(let conditions):
            let verdicts = conditions.map { $0.verdict(on: service, in: zone) }
            return verdicts.contains(false) ? false : verdicts.allSatisfy { $0 == true } ? true : nil
        case .any(let conditions):
            let verdicts = conditions.map { $0.verdict(on: service, in: zone) }
            return verdicts.contains(true) ? true : verdicts.allSatisfy { $0 == false } ? false : nil
        }
    }
}

extension TextPattern {
    fileprivate func matches(_ text: SearchText) -> Bool {
        matches(text.relative) || hasDot && matches(text.absolute)
    }

    fileprivate func matches(statusText status: Status) -> Bool {
        Self.statusNames[Int(status.rawValue)].withUnsafeBytes { matches($0) }
    }

    private static let statusNames = Status.allCases.map { Array($0.name.utf8) }
}

/// A name without the dot at its end.
private func nameText(_ name: DomainName) -> String {
    name.isRoot ? "." : String(name.description.dropLast())
}

extension UnsafeRawBufferPointer {
    /// These bytes with `:port` behind them.
    fileprivate func withSuffix<R>(_ port: UInt16, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeTemporaryAllocation(byteCount: count + 6, alignment: 1) { text in
            text.copyMemory(from: self)
            text[count] = UInt8(ascii: ":")
            var (rest, digits) = (port, 0)
            repeat {
                (rest, digits) = (rest / 10, digits + 1)
            } while rest > 0
            rest = port
            for offset in (1...digits).reversed() {
                text[count + offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            return body(UnsafeRawBufferPointer(rebasing: text[0..<(count + 1 + digits)]))
        }
    }
}
