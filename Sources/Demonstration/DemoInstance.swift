import DNSCore
import ServiceActivation

/// One instance that the demonstration runs: where it listens, and what its record says.
struct DemoInstance: Hashable, Sendable {
    enum Manner: Hashable, Sendable {
        /// Takes connections.
        case stream
        /// Answers NTP after a while.
        case clock(delay: Duration)
        /// Answers DNS questions after a while.
        case resolver(delay: Duration)
        /// Registered, though its target has no address: nothing listens anywhere.
        case dangling
        /// A stand-in listens, and starts a program when a client comes, or when one says something.
        case dormant(WakeCondition)
    }

    /// The owner of its SRV record, below the zone: `_http._tcp.web`.
    var service: String
    /// What DNS-SD calls it; nil where the SRV record stands at the service's name.
    var title: String?
    /// The target, below the zone.
    var host: String
    var priority: UInt16
    var weight: UInt16
    var manner = Manner.stream
    /// `key=value` of its TXT record.
    var texts: [String] = []

    /// Whether it is there from the start.
    var startsLater = false
}

extension DemoInstance {
    /// What starts it; nil for one that runs all the time.
    var wake: WakeCondition? { if case .dormant(let wake) = manner { wake } else { nil } }

    /// The name that its record has.
    func owner(in zone: DomainName) throws(NameError) -> DomainName {
        let service = try DomainName(self.service, origin: zone)
        guard let title else { return service }
        return try service.prepending(Array(title.utf8))
    }

    /// The name that its key has: what it owns.
    func keyName(in zone: DomainName) throws(NameError) -> DomainName { try DomainName(service, origin: zone) }
}
