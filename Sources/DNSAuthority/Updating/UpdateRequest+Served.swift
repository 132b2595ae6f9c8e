import DNSCore

extension UpdateRequest {
    /// What a message asks of a zone that is served: the zone first (RFC 2136 section 3.1), then whether every record of
    /// the message says something (sections 3.2 and 3.4.1).
    package init(_ message: Message, where isServed: (DomainName) -> Bool) throws(UpdateRefusal) {
        if message.questions.count == 1, let zone = message.questions.first, zone.type == .soa {
            guard zone.recordClass == .in, isServed(zone.name) else {
                throw UpdateRefusal(.notAuth, "\(zone.name) \(zone.recordClass) is not served")
            }
        }
        do throws(UpdateError) { try self.init(message) } catch {
            throw UpdateRefusal(error.responseCode, error.description)
        }
    }
}
