import DNSCore

/// What a transfer sends, in its order and made as it is asked for: RRsets, or parts of them.
struct TransferContents: Sendable {
    private let apex: DomainName
    private let soa: RRset
    private var stage = Stage.opening
    private var body: Body

    private enum Stage { case opening, body, end }

    private enum Body: Sendable {
        /// The opening SOA record is all.
        case nothing
        case names(ZoneContents.Names, at: DomainName, rest: ArraySlice<RRset>)
        case changes(ArraySlice<ZoneChange>, rest: [ArraySlice<ResourceRecord>])
    }

    private init?(_ contents: ZoneContents, _ body: Body) {
        guard let soa = contents.rrset(.soa, at: contents.apex) else { return nil }
        apex = contents.apex
        self.soa = soa
        self.body = body
    }

    /// All of the zone between two copies of its SOA record (RFC 5936 section 2.2).
    /// - Returns: nil for a zone without an SOA record, as with the others.
    static func zone(_ contents: ZoneContents) -> TransferContents? {
        TransferContents(contents, .names(contents.names, at: contents.apex, rest: []))
    }

    /// Change after change, from the oldest on, between two copies of the newest SOA record (RFC 1995 section 4).
    static func changes(_ changes: ArraySlice<ZoneChange>, to contents: ZoneContents) -> TransferContents? {
        TransferContents(contents, .changes(changes, rest: []))
    }

    /// The SOA record alone: there is nothing newer, or the rest is to be asked for by TCP (RFC 1995 sections 2 and 4).
    static func serial(of contents: ZoneContents) -> TransferContents? { TransferContents(contents, .nothing) }

    /// - Throws: where a record has come into the history that no message can hold.
    mutating func next() throws(WireError) -> (owner: DomainName, rrset: RRset)? {
        switch stage {
        case .opening:
            if case .nothing = body { stage = .end } else { stage = .body }
            return (apex, soa)
        case .body:
            if let next = try nextOfBody() { return next }
            stage = .end
            return (apex, soa)
        case .end: return nil
        }
    }

    private mutating func nextOfBody() throws(WireError) -> (owner: DomainName, rrset: RRset)? {
        switch body {
        case .nothing: return nil
        case .names(var names, var name, var rest):
            // One owner of the snapshot: what is put back below is what was taken out here.
            body = .nothing
            while true {
                if let rrset = rest.popFirst() {
                    // The SOA record stands at both ends, and nowhere else.
                    if rrset.type == .soa { continue }
                    body = .names(names, at: name, rest: rest)
                    return (name, rrset)
                }
                guard let (next, rrsets) = names.next() else { return nil }
                (name, rest) = (next, rrsets[...])
            }
        case .changes(var changes, var rest):
            while rest.first?.isEmpty ?? true {
                if !rest.isEmpty { rest.removeFirst() }
                guard rest.isEmpty else { continue }
                guard let change = changes.popFirst() else { return nil }
                rest = [change.deletions[...], change.additions[...]]
            }
            guard let record = rest[0].popFirst() else { return nil }
            body = .changes(changes, rest: rest)
            guard let rrset = RRset(record.type, ttl: record.ttl, [record.data]) else {
                throw WireError(.tooLong("record data"), at: 0)
            }
            return (record.name, rrset)
        }
    }
}
