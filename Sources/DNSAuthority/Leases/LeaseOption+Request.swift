import DNSCore

extension LeaseOption {
    /// What a request asks for: nil for records that stay.
    package init?(_ edns: EDNS?) throws(UpdateRefusal) {
        guard let option = edns?.options.first(where: { $0.code == Self.code }) else { return nil }
        guard let lease = LeaseOption(option) else {
            throw UpdateRefusal(.formatError, "an Update Lease option of \(option.data.count) bytes")
        }
        self = lease
    }

    func duration(of data: RecordData) -> UInt32 { data.type == .key ? keyLease ?? lease : lease }
}
