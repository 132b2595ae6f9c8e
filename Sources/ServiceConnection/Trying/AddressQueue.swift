import DNSCore

/// The addresses of one host that are still to be tried, the families in turns, IPv6 first (RFC 8305 section 4).
struct AddressQueue: Hashable, Sendable {
    /// More of one host are not tried.
    static let limit = 8

    private var waiting: [AddressFamily: ArraySlice<IPAddress>] = [:]
    private var taken = 0
    private var next = AddressFamily.v6

    var isEmpty: Bool { waiting.values.allSatisfy(\.isEmpty) }

    /// Whether any address has been put in so far.
    private(set) var hasHadAny = false

    mutating func add(_ addresses: [IPAddress]) {
        for address in addresses where address.isUnicast && !waiting[address.family, default: []].contains(address) {
            waiting[address.family, default: []].append(address)
            hasHadAny = true
        }
    }

    mutating func popFirst() -> IPAddress? {
        guard taken < Self.limit else {
            waiting = [:]
            return nil
        }
        let other: AddressFamily = next == .v6 ? .v4 : .v6
        let family = waiting[next, default: []].isEmpty ? other : next
        guard let address = waiting[family]?.popFirst() else { return nil }
        next = family == .v6 ? .v4 : .v6
        taken += 1
        return address
    }

    /// Gives up those that are left.
    mutating func clear() { waiting = [:] }
}
