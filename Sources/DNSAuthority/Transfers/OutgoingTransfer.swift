import DNSCore

/// A zone transfer as the server sends it: AXFR (RFC 5936) or IXFR (RFC 1995), without its transport.
///
/// Works on the zone as it was when the transfer began, and makes each message when it is asked for: what it takes
/// beside the zone is one message, however long the transfer.
package struct OutgoingTransfer: Sendable {
    private let request: TransferRequest
    /// Nil for a zone that cannot be sent.
    private var contents: TransferContents?
    private var signing: TSIGResponder?
    private let limit: Int
    private let hardLimit: Int
    /// What the message before had no room for.
    private var pending: Pending?
    private var isFirst = true
    /// Whether the last message has been made.
    package private(set) var isFinished = false

    private struct Pending: Sendable {
        var owner: DomainName
        var rrset: RRset
        var position = 0
    }

    /// Bytes of a message with more than one record: as far as compression pointers reach.
    private static let messageLength = 16_384

    /// - Parameter signing: what has verified the request, where it was signed.
    package init(_ request: TransferRequest, of zone: Zone, signing: TSIGResponder?) {
        self.init(request, Self.contents(request, of: zone), signing, limit: Self.messageLength, hardLimit: 65_535)
    }

    private init(
        _ request: TransferRequest, _ contents: TransferContents?, _ signing: TSIGResponder?, limit: Int,
        hardLimit: Int
    ) {
        self.request = request
        self.contents = contents
        self.signing = signing
        self.limit = limit
        self.hardLimit = hardLimit
    }

    /// What answers the request: a lone SOA record where the client has the newest version or a newer one, changes where
    /// they are known and fewer than the zone's records, else all of the zone.
    private static func contents(_ request: TransferRequest, of zone: Zone) -> TransferContents? {
        guard let known = request.known, let serial = zone.contents.serial else { return .zone(zone.contents) }
        if known == serial || known.isNewer(than: serial) { return .serial(of: zone.contents) }
        guard let changes = zone.history.changes(since: known), changes.last?.to == serial else {
            return .zone(zone.contents)
        }
        let recordCount = changes.reduce(0) { $0 + $1.deletions.count + $1.additions.count }
        return recordCount < zone.contents.recordCount ? .changes(changes, to: zone.contents) : .zone(zone.contents)
    }

    /// The next message, signed if the request was; nil after the last.
    ///
    /// What cannot be sent ends the transfer with SERVFAIL: it is never left out in silence.
    /// - Parameter seconds: Our clock, since 1970.
    package mutating func next(at seconds: UInt64) -> [UInt8]? {
        guard !isFinished else { return nil }
        defer { isFirst = false }
        do {
            var message = try fill()
            try signing?.sign(&message, at: seconds)
            return message
        } catch {
            isFinished = true
            return request.refusal(.serverFailure, signing: &signing, at: seconds)
        }
    }

    private mutating func fill() throws -> [UInt8] {
        guard contents != nil else { throw WireError(.invalid("zone without an SOA record"), at: 0) }
        var message = TransferMessage(
            answering: request, isFirst: isFirst, limit: limit, hardLimit: hardLimit,
            reserve: signing?.recordLength ?? 0)
        while try advance() { guard try put(into: &message) else { return try message.finish() } }
        isFinished = true
        return try message.finish()
    }

    /// - Returns: whether there is something left to send.
    private mutating func advance() throws(WireError) -> Bool {
        if pending == nil, let (owner, rrset) = try contents?.next() { pending = Pending(owner: owner, rrset: rrset) }
        return pending != nil
    }

    /// - Returns: whether the message had room for it.
    private mutating func put(into message: inout TransferMessage) throws(WireError) -> Bool {
        guard var part = pending.take() else { return true }
        if try message.append(part.rrset, at: part.owner, from: &part.position) { return true }
        pending = part
        return false
    }
}

// MARK: - Datagrams

extension OutgoingTransfer {
    /// The answer to IXFR by UDP: all of it in one message, or a lone SOA record that says to ask by TCP (RFC 1995
    /// section 2).
    /// - Parameter limit: bytes that the path takes.
    package static func datagram(
        _ request: TransferRequest, of zone: Zone, signing: TSIGResponder?, limit: Int, at seconds: UInt64
    ) -> [UInt8]? {
        var whole = OutgoingTransfer(request, contents(request, of: zone), signing, limit: limit, hardLimit: limit)
        let answer = whole.next(at: seconds)
        if whole.isFinished { return answer }
        var lone = OutgoingTransfer(
            request, .serial(of: zone.contents), signing, limit: limit, hardLimit: limit)
        return lone.next(at: seconds)
    }
}
