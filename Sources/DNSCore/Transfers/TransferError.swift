/// Why a zone transfer failed. Nothing of it may be kept.
public enum TransferError: Error, Equatable, Sendable {
    /// The server says no, and how: REFUSED mostly.
    case refused(ResponseCode)
    /// NOTAUTH: the server does not serve the zone, or does not accept the key for it.
    case notAuthoritative
    /// The server does not understand IXFR: ask for the whole zone (AXFR).
    case ixfrNotOffered(ResponseCode)
    /// The server answered with nothing in it, no SOA record at the start.
    case noZone
    case malformed(WireError)
    /// The stream ended before the transfer did, after so many records.
    case truncatedStream(records: Int)
    /// A message with TC set, which has no meaning in a stream.
    case truncatedMessage
    /// A message with another id than the request's. The transfer goes on as if it had not come.
    case wrongID(expected: UInt16, found: UInt16)
    /// Not an answer at all, or one to another question.
    case wrongAnswer
    /// A record that cannot be in a zone: of another class, of a type for questions, an SOA below the apex.
    case foreignRecord(DomainName, RecordType)
    /// The serials of the differences do not follow on each other, or on what we know (RFC 1995 section 4).
    case serialMismatch(expected: Serial, found: Serial)
    /// The SOA at the end of an AXFR is not the one at its start: the zone changed while it was sent.
    case closingDiffers(opening: Serial, closing: Serial)
    /// Records after the one that ends the transfer, a message after the last, or one after an error.
    case dataAfterEnd
    /// More records or bytes than `ZoneTransfer.Limits` allow.
    case tooLarge
    /// A commit was asked for that has nothing to commit.
    case incomplete
    case signature(TSIGError)
}

/// What happened, and where it helps, what to do about it.
extension TransferError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let code):
            "the server answers \(code) to the transfer: allow it on the server for this address or key"
        case .notAuthoritative:
            "the server is not authoritative for the zone, or does not accept the key for it (NOTAUTH)"
        case .ixfrNotOffered: "the server does not offer incremental transfers: ask for the whole zone"
        case .noZone: "the server's answer to the transfer does not start with an SOA record: it may not offer any"
        case .malformed(let error): "the transfer is malformed: \(error)"
        case .truncatedStream(let records):
            "the server ended the transfer after \(records) records, before it was complete"
        case .truncatedMessage: "the server cut a message of the transfer short (TC)"
        case .wrongID(let expected, let found):
            "what came is no answer to the request: its id is \(found), not \(expected)"
        case .wrongAnswer: "the message is not an answer to the transfer's question"
        case .foreignRecord(let name, let type): "the transfer has a record that no zone may have: \(name) \(type)"
        case .serialMismatch(let expected, let found):
            "the differences are out of sequence: serial \(found) where \(expected) should be"
        case .closingDiffers(let opening, let closing):
            "the zone changed while it was transferred, from serial \(opening) to \(closing): transfer it again"
        case .dataAfterEnd: "the server sent more after the end of the transfer"
        case .tooLarge: "the zone is larger than its limit allows"
        case .incomplete: "there is no complete transfer to commit"
        case .signature(let error): error.description
        }
    }
}
