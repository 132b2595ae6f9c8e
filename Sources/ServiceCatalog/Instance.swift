import DNSCore

/// One SRV record with what belongs to it, taken out of the store to be shown or sent.
package struct Instance: Hashable, Sendable {
    /// The SRV owner name, or for DNS-SD the name that is browsed.
    package var service: DomainName
    /// The SRV record's own name.
    package var owner: DomainName
    /// The DNS-SD instance's label as text (RFC 6763 section 4.1.1); nil for a plain SRV record.
    package var label: String?
    package var priority: UInt16
    package var weight: UInt16
    package var port: UInt16
    package var target: DomainName
    /// Seconds.
    package var ttl: UInt32
    /// Of the target, as far as the zone has them.
    package var addresses: [IPAddress]
    /// The TXT record sets at the owner, one array of strings a record.
    package var texts: [TextStrings]

    /// RFC 2782: the service says that it is decidedly not offered here.
    package var isUnavailable: Bool { target.isRoot }

    /// What to call it in one line: the DNS-SD label, else `target:port`.
    package func title(relativeTo apex: DomainName) -> String {
        label ?? "\(target.description(relativeTo: apex)):\(port)"
    }
}
