/// What the records of a zone may not be, each by itself or one beside the other.
///
/// Of every owner sixteen bytes are kept: what it is has to be known when the file names it again.
struct ZoneRules {
    let zone: DomainName
    private(set) var soa: StartOfAuthority?
    private var hasNameServer = false
    /// By a hash of the name, which nobody can foresee: that of its CNAME's data, or 0 for other data.
    private var owners: [Int: Int] = [:]

    init(zone: DomainName) {
        self.zone = zone
    }

    mutating func admit(_ record: ResourceRecord) throws(ZoneFileError.Fault) {
        guard record.name.isEqualOrBelow(zone) else { throw .outOfZone(record.name, zone: zone) }
        try admitAlias(record)
        switch record.data {
        case .soa(let soa):
            guard record.name == zone else { throw .soaBelowApex(zone) }
            guard self.soa == nil else { throw .secondSOA }
            self.soa = soa
        case .ns where record.name == zone: hasNameServer = true
        default: break
        }
    }

    /// RFC 1034 section 3.6.2; the types of DNSSEC stand beside an alias (RFC 4034 sections 3 and 4).
    private mutating func admitAlias(_ record: ResourceRecord) throws(ZoneFileError.Fault) {
        guard !Self.besideAlias.contains(record.type.rawValue) else { return }
        let owner = record.name.hashValue
        let own = if case .cname(let target) = record.data { target.hashValue | 1 } else { 0 }
        guard let known = owners.updateValue(own, forKey: owner), known != own else { return }
        throw known != 0 && own != 0 ? .secondAlias(record.name) : .aliasBesideData(record.name)
    }

    /// SIG, KEY, NXT and what has taken their place.
    private static let besideAlias: Set<UInt16> = [24, 25, 30, 46, 47]

    /// What every zone has to have.
    func checkWhole() throws(ZoneFileError.Fault) {
        guard soa != nil else { throw .noSOA }
        guard hasNameServer else { throw .noNameServer }
    }
}
