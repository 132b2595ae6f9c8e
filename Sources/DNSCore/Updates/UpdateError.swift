/// Why something cannot be an UPDATE request (RFC 2136).
public enum UpdateError: Error, Equatable, Sendable {
    /// The message has another opcode, or is a response.
    case notAnUpdate
    /// The zone section is not one SOA question (section 3.1.1).
    case zoneSection
    /// A name outside of the zone.
    case outOfZone(DomainName)
    /// A record with a class, type, TTL or data that its section does not allow.
    case malformedRecord(DomainName, RecordType)
    /// A prerequisite about no record, or about records of several types.
    case mixedRRset(DomainName)
    /// The request does not fit into a message.
    case wire(WireError)

    /// How a server answers to it (sections 3.1 to 3.4).
    public var responseCode: ResponseCode {
        if case .outOfZone = self { .notZone } else { .formatError }
    }
}

extension UpdateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnUpdate: "the message is not an UPDATE request"
        case .zoneSection: "the zone section does not name one zone"
        case .outOfZone(let name): "\(name) lies outside of the zone"
        case .malformedRecord(let name, let type): "\(name) \(type) cannot be a part of an update like this"
        case .mixedRRset(let name): "the prerequisite for \(name) is not about records of one type"
        case .wire(let error): error.description
        }
    }
}
