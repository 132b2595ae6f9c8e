import DNSCore
import ServiceCatalog

/// What the configuration says of services beyond their records: who has to answer, and how to ask.
package struct ServiceRules: Hashable, Sendable {
    /// By the SRV record's own name, or by the name that is browsed. Wins over the records.
    package var identities: [DomainName: Identity]
    /// By service and protocol in lower case, `_http._tcp`. Wins over the records.
    package var wishes: [String: ProbeWish]
    /// A certificate that ends sooner is worth a word.
    package var expiryLimit: Duration

    package init(
        identities: [DomainName: Identity] = [:], wishes: [String: ProbeWish] = [:],
        expiryLimit: Duration = .seconds(14 * 86_400)
    ) {
        self.identities = identities
        self.wishes = wishes
        self.expiryLimit = expiryLimit
    }
}
