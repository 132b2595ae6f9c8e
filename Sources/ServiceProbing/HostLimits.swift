import DNSCore

/// Counts the probes in flight to each address and holds back those beyond the limit. Only addresses with a probe in
/// flight take memory.
struct HostLimits: Sendable {
    private struct Host {
        var address: IPAddress
        var inFlight: Int
        /// Endpoints that wait for one of the probes in flight to end.
        let waiting: IndexLists.List
    }

    enum Admission {
        /// Counted; the number is given back with `leave`.
        case admitted(UInt32)
        /// The endpoint has to wait in this list.
        case full(IndexLists.List)
    }

    private let limit: Int
    private var hosts: [Host] = []
    private var free: [UInt32] = []
    private var index: [IPAddress: UInt32] = [:]

    init(limit: Int) { self.limit = limit }

    mutating func enter(_ address: IPAddress, lists: inout IndexLists) -> Admission {
        guard let host = index[address] else { return .admitted(admit(address, lists: &lists)) }
        guard hosts[Int(host)].inFlight < limit else { return .full(hosts[Int(host)].waiting) }
        hosts[Int(host)].inFlight += 1
        return .admitted(host)
    }

    private mutating func admit(_ address: IPAddress, lists: inout IndexLists) -> UInt32 {
        let host: UInt32
        if let reused = free.popLast() {
            host = reused
            hosts[Int(host)].address = address
            hosts[Int(host)].inFlight = 1
        } else {
            host = UInt32(hosts.count)
            hosts.append(Host(address: address, inFlight: 1, waiting: lists.makeList()))
        }
        index[address] = host
        return host
    }

    /// A probe ended. Returns the endpoint that has waited longest, taken off the list and counted in its stead.
    mutating func leave(_ host: UInt32, lists: inout IndexLists) -> UInt32? {
        if let next = lists.popFirst(hosts[Int(host)].waiting) { return next }
        hosts[Int(host)].inFlight -= 1
        if hosts[Int(host)].inFlight == 0 {
            index[hosts[Int(host)].address] = nil
            free.append(host)
        }
        return nil
    }
}
