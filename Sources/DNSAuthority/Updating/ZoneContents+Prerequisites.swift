import DNSCore

extension ZoneContents {
    /// Whether all of them hold, asked in the order of RFC 2136 section 3.2.5: what is or is not there first, whole RRsets
    /// last. Names mean themselves alone: no CNAME is followed, no wildcard stands for anything.
    func check(_ prerequisites: [Prerequisite]) throws(UpdateRefusal) {
        for prerequisite in prerequisites { try checkExistence(prerequisite) }
        for prerequisite in prerequisites {
            guard case .equals(let name, let data) = prerequisite, let type = data.first?.type else { continue }
            guard rrset(type, at: name)?.hasSameData(as: data) ?? false else {
                throw UpdateRefusal(.nxRRset, "the records of \(name) \(type) are others")
            }
        }
    }

    private func checkExistence(_ prerequisite: Prerequisite) throws(UpdateRefusal) {
        switch prerequisite {
        case .nameInUse(let name) where !isInUse(name): throw UpdateRefusal(.nameError, "\(name) is not in use")
        case .nameNotInUse(let name) where isInUse(name): throw UpdateRefusal(.yxDomain, "\(name) is in use")
        case .exists(let name, let type) where rrset(type, at: name) == nil:
            throw UpdateRefusal(.nxRRset, "\(name) \(type) does not exist")
        case .doesNotExist(let name, let type) where rrset(type, at: name) != nil:
            throw UpdateRefusal(.yxRRset, "\(name) \(type) exists")
        default: break
        }
    }

    /// Whether there is a record at the name itself (RFC 2136 section 2.4.4): not at an empty non-terminal.
    private func isInUse(_ name: DomainName) -> Bool { rrsets(at: name)?.isEmpty == false }
}
