import DNSCore
import ServiceCatalog

/// Asking one instance. Names are read where they lie: nothing is built for a word.
extension FilterCondition {
    func holds(for instance: InstanceID, _ health: Health, in catalog: Catalog, at now: Timestamp) -> Bool {
        switch self {
        case .word(let pattern):
            return pattern.isFound(for: instance, health.status, in: catalog)
        case .text(let field, let patterns):
            for pattern in patterns where pattern.isFound(in: field, for: instance, health, in: catalog) {
                return true
            }
            return false
        case .status(let statuses):
            return statuses.contains(StatusSet(health.status))
        case .number(let field, let comparison, let wanted):
            return field.value(for: instance, health, in: catalog, at: now)
                .map { comparison.holds($0, wanted) } ?? false
        case .all(let conditions):
            for condition in conditions where !condition.holds(for: instance, health, in: catalog, at: now) {
                return false
            }
            return true
        case .any(let conditions):
            for condition in conditions where condition.holds(for: instance, health, in: catalog, at: now) {
                return true
            }
            return false
        case .not(let condition):
            return !condition.holds(for: instance, health, in: catalog, at: now)
        }
    }

    /// What holds for all of a service's instances without looking at them; nil where it takes a look.
    func verdict(on service: ServiceID, in catalog: Catalog) -> Bool? {
        switch self {
        case .word(let pattern):
            return catalog.hasName(service) { pattern.matches($0) } ? true : nil
        case .text(.service, let patterns):
            return catalog.hasName(service) { text in patterns.contains { $0.matches(text) } }
        case .text(.zone, let patterns):
            return patterns.contains { $0.matches(catalog.apex.withoutFinalDot) }
        case .text, .number, .status:
            return nil
        case .not(let condition):
            return condition.verdict(on: service, in: catalog).map { !$0 }
        case .all(let conditions):
            let verdicts = conditions.map { $0.verdict(on: service, in: catalog) }
            return verdicts.contains(false) ? false : verdicts.allSatisfy { $0 == true } ? true : nil
        case .any(let conditions):
            let verdicts = conditions.map { $0.verdict(on: service, in: catalog) }
            return verdicts.contains(true) ? true : verdicts.allSatisfy { $0 == false } ? false : nil
        }
    }
}

extension FilterField {
    /// nil where there is nothing to compare with: a round trip that was never measured.
    fileprivate func value(
        for instance: InstanceID, _ health: Health, in catalog: Catalog, at now: Timestamp
    ) -> UInt64? {
        switch self {
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

extension TextPattern {
    fileprivate func isFound(for instance: InstanceID, _ status: Status, in catalog: Catalog) -> Bool {
        matches(statusText: status) || isFoundInTitle(of: instance, in: catalog)
            || catalog.hasName(catalog.service(of: instance)) { matches($0) }
    }

    fileprivate func isFound(
        in field: FilterField, for instance: InstanceID, _ health: Health, in catalog: Catalog
    ) -> Bool {
        switch field {
        case .service: catalog.hasName(catalog.service(of: instance)) { matches($0) }
        case .target: catalog.hasTarget(instance) { matches($0) }
        case .instance: isFoundInTitle(of: instance, in: catalog)
        case .address: catalog.addresses(ofTargetOf: instance).contains { matches($0.description) }
        case .reason: matches(health.reason.description)
        case .zone: matches(catalog.apex.withoutFinalDot)
        case .status, .port, .priority, .weight, .ttl, .rtt, .age: false
        }
    }

    private func isFoundInTitle(of instance: InstanceID, in catalog: Catalog) -> Bool {
        if catalog.hasLabel(instance, where: { matches($0) }) { return true }
        let port = catalog.location(of: instance).port
        return catalog.hasTarget(instance) { target in
            target.relative.withSuffix(port) { matches($0) }
                || hasDot && target.absolute.withSuffix(port) { matches($0) }
        }
    }

    fileprivate func matches(_ text: SearchText) -> Bool {
        matches(text.relative) || hasDot && matches(text.absolute)
    }

    private func matches(statusText status: Status) -> Bool {
        Self.statusNames[Int(status.rawValue)].withUnsafeBytes { matches($0) }
    }

    private static let statusNames = Status.allCases.map { Array($0.name.utf8) }
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
