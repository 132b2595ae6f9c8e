import DNSCore

extension PlanRefusal {
    package static let readOnly = PlanRefusal("svctop was started with --read-only: nothing is changed")
    static let nothingChosen = PlanRefusal("no record is chosen")

    static func noLongerThere(_ title: String, _ zone: DomainName) -> PlanRefusal {
        PlanRefusal("\(title) is not in \(zone.withoutFinalDot) any more")
    }

    static func notFollowed(_ zone: DomainName) -> PlanRefusal {
        PlanRefusal("\(zone.withoutFinalDot) is not among the zones that are followed: start svctop with it")
    }

    static func tooOld(_ zone: DomainName, _ problem: String?) -> PlanRefusal {
        let reason = problem.map { " (\($0))" } ?? ""
        return PlanRefusal(
            "what is shown of \(zone.withoutFinalDot) is too old to act on\(reason): wait until it has been read again")
    }

    static func pointersUnknown(_ instance: DomainName) -> PlanRefusal {
        PlanRefusal(
            "the zone may not be transferred, and the names that were asked for show no PTR record that leads to"
                + " \(instance): what belongs to the instance is not known")
    }

    static func changedSince(_ key: RRsetKey, now records: [ResourceRecord]) -> PlanRefusal {
        PlanRefusal("\(key) has been changed since it was shown: \(RRsetText(records))")
    }

    static func noKey(_ names: [DomainName], of keys: [UpdateKey]) -> PlanRefusal {
        let wanted = names.map(\.description).joined(separator: " and ")
        let together = names.count > 1 ? ", which have to change together" : ""
        return PlanRefusal(
            "no key of the configuration may change \(wanted)\(together): keys for this zone are "
                + keys.map(\.description).joined(separator: ", "))
    }

    static func tooLong(_ key: RRsetKey, _ count: Int) -> PlanRefusal {
        PlanRefusal(
            "\(key) has \(count) records, too many to be named in one UPDATE as what has to be unchanged: nothing else"
                + " would keep another's change from being overwritten")
    }

    static func nothingTo(_ action: AdminAction) -> PlanRefusal {
        PlanRefusal(
            action == .redo
                ? "there is nothing to redo: the last thing done is not an undo"
                : "there is nothing to undo: nothing that was done is left to take back")
    }

    static func cannotUndo(_ number: Int64, _ reason: String) -> PlanRefusal {
        PlanRefusal("entry \(number) of the journal cannot be taken back: \(reason)")
    }
}

/// What an RRset holds now, in a few words.
package struct RRsetText: CustomStringConvertible {
    package let description: String

    private static let limit = 3

    package init(_ records: some Collection<ResourceRecord>) { self.init(data: records.map(\.data)) }

    package init(data: some Collection<RecordData>) {
        let texts = data.prefix(Self.limit).map { "\($0)" }
        let rest = data.count - texts.count
        let all = texts.joined(separator: "; ") + (rest > 0 ? " and \(rest) more" : "")
        description = texts.isEmpty ? "there is none now" : data.count == 1 ? "now it is \(all)" : "now they are \(all)"
    }
}
