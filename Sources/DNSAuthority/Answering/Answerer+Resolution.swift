import DNSCore

extension Answerer {
    /// The aliases that one answer follows.
    private static let mostAliases = 16

    func answer(_ question: Question, isStream: Bool, mayTransfer: Bool, in writer: inout AnswerWriter) {
        switch question.type {
        case .axfr:
            // There is none by UDP (RFC 5936 section 4.2); by TCP it takes more than one answer.
            writer.responseCode = isStream ? .refused : .formatError
        case .ixfr:
            writer.responseCode = isStream || !mayTransfer ? .refused : .noError
            if writer.responseCode == .noError { answerSerial(of: question.name, in: &writer) }
        default:
            resolve(question, mayTransfer: mayTransfer, in: &writer)
        }
    }

    /// IXFR by UDP: the serial, from which the requester sees whether to ask by TCP (RFC 1995 section 2).
    private func answerSerial(of apex: DomainName, in writer: inout AnswerWriter) {
        guard let soa = zones[apex]?.contents.rrset(.soa, at: apex) else {
            writer.responseCode = .notAuth
            return
        }
        writer.isAuthoritative = true
        if !writer.write(soa, of: writer.owner(apex), in: .answer) { writer.truncate() }
    }

    /// Follows a name through aliases to its data, or to the word that there is none.
    private func resolve(_ question: Question, mayTransfer: Bool, in writer: inout AnswerWriter) {
        guard var zone = zone(for: question.name, question.type, mayTransfer: mayTransfer) else {
            writer.responseCode = .refused
            return
        }
        writer.isAuthoritative = true
        var owner = writer.owner(question.name)
        var aliases: [DomainName] = []
        while true {
            switch zone.contents.find(question.type, at: owner.name) {
            case .data(let rrset):
                guard writer.write(rrset, of: owner, in: .answer) else { return writer.truncate() }
                if question.type != .any { zone.contents.addAddresses(to: &writer) }
                return
            case .alias(let rrset, let target):
                guard writer.write(rrset, of: owner, in: .answer) else { return writer.truncate() }
                aliases.append(owner.name)
                owner = AnswerWriter.Owner(name: target, place: writer.latestData)
                guard aliases.count < Self.mostAliases, !aliases.contains(target),
                    let next = self.zone(for: target, question.type, mayTransfer: mayTransfer)
                else { return }
                zone = next
            case .referral(let servers, let cut):
                // What is above the cut is for the first name to say (RFC 1035 section 4.1.1).
                writer.isAuthoritative = !aliases.isEmpty
                return zone.contents.refer(to: servers, at: cut, in: &writer)
            case .noData:
                return zone.contents.deny(in: &writer)
            case .noName:
                writer.responseCode = .nameError
                return zone.contents.deny(in: &writer)
            }
        }
    }

    /// The zone that answers for a name. What lies in a zone of leases is for those who may transfer it.
    private func zone(for name: DomainName, _ type: RecordType, mayTransfer: Bool) -> Zone? {
        guard var zone = zones.zone(of: name) else { return nil }
        // The DS records of a zone are its parent's (RFC 4035 section 3.1.4.1).
        if type == .ds, zone.apex == name, let parent = name.parent, let above = zones.zone(of: parent) { zone = above }
        return zone.apex.isOfLeases && !mayTransfer ? nil : zone
    }
}

extension DomainName {
    /// Whether this is the apex of a zone that tells of another one's leases: `_lease.` and that one's apex.
    package var isOfLeases: Bool { wire.prefix(7).elementsEqual(Self.leaseLabel) { asciiLowercased($0) == $1 } }

    private static let leaseLabel = [6] + Array("_lease".utf8)
}
