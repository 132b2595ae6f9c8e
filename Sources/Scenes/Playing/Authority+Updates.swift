import DNSCore
import ServiceCatalog

/// Updates (RFC 2136), as far as a scene's server does them.
extension Authority {
    mutating func update(_ request: UpdateRequest) -> ResponseCode {
        if let refusal { return refusal }
        var rrsets = RRsets(records)
        for prerequisite in request.prerequisites where !rrsets.satisfies(prerequisite) {
            switch prerequisite {
            case .exists, .equals: return .nxRRset
            case .doesNotExist: return .yxRRset
            case .nameInUse: return .nameError
            case .nameNotInUse: return .yxDomain
            }
        }
        rrsets.apply(request.changes)
        replace(with: rrsets.all)
        return .noError
    }

    /// Puts these records in place of those that there are, in their order, with a serial of its own.
    private mutating func replace(with wanted: [ResourceRecord]) {
        let (known, new) = (Set(records), Set(wanted))
        guard known != new else { return }
        take(removing: records.filter { !new.contains($0) }, adding: wanted.filter { !known.contains($0) })
    }
}
