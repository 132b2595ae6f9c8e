import DNSCore
import ServiceCatalog

/// The endpoints by id: 12 bytes each, and 16 more for an IPv6 address.
struct EndpointTable: Sendable {
    enum Phase: UInt8, Sendable {
        /// No such endpoint.
        case absent
        /// There, and not to be probed (any more).
        case resting
        /// In the timer wheel or in the list of those that may start.
        case queued
        /// In the list of its host, which has as many probes in flight as it may.
        case waiting
        /// In the list of those that may start, and counted among its host's probes already.
        case admitted
        case inFlight
    }

    private struct Slot {
        /// An IPv4 address, or the index of an IPv6 address.
        var address: UInt32 = 0
        /// The flight while there is one, the host while the phase is `admitted`.
        var place: UInt32 = 0
        var port: UInt16 = 0
        /// The kind, with `isV6`, `isUDP` and `expectsOwner`.
        var kind: UInt8 = 0
        var phase = Phase.absent

        static let isV6: UInt8 = 0x80
        static let isUDP: UInt8 = 0x40
        static let expectsOwner: UInt8 = 0x20
        static let kindMask: UInt8 = 0x1F
    }

    private var slots: [Slot] = []
    private var longAddresses: [IPv6Address] = []
    private var freeLongAddresses: [UInt32] = []
    private var details: [UInt32: ProbeDetails] = [:]

    var count: Int { slots.count }

    mutating func grow(to count: Int) {
        guard count > slots.count else { return }
        slots.append(contentsOf: repeatElement(Slot(), count: count - slots.count))
    }

    func phase(_ id: UInt32) -> Phase { id < slots.count ? slots[Int(id)].phase : .absent }

    mutating func setPhase(_ id: UInt32, _ phase: Phase) { slots[Int(id)].phase = phase }

    /// The flight of an endpoint whose phase is `inFlight`, the host's number of one that is `admitted`.
    func place(_ id: UInt32) -> UInt32 { slots[Int(id)].place }

    mutating func setPhase(_ id: UInt32, _ phase: Phase, at place: UInt32) {
        slots[Int(id)].phase = phase
        slots[Int(id)].place = place
    }

    func kind(_ id: UInt32) -> ProbeKind { ProbeKind(rawValue: slots[Int(id)].kind & Slot.kindMask) ?? .none }

    func expectsOwner(_ id: UInt32) -> Bool { slots[Int(id)].kind & Slot.expectsOwner != 0 }

    mutating func setExpectsOwner(_ id: UInt32, _ isExpected: Bool) {
        if isExpected {
            slots[Int(id)].kind |= Slot.expectsOwner
        } else {
            slots[Int(id)].kind &= ~Slot.expectsOwner
        }
    }

    func details(_ id: UInt32) -> ProbeDetails? { details.isEmpty ? nil : details[id] }

    /// Whether the target is there already, but for whose socket it should be.
    func holds(_ target: ProbeTarget) -> Bool {
        phase(target.id) != .absent && endpoint(target.id) == target.endpoint && kind(target.id) == target.kind
            && details(target.id) == target.details
    }

    func address(_ id: UInt32) -> IPAddress {
        let slot = slots[Int(id)]
        return slot.kind & Slot.isV6 == 0
            ? .v4(IPv4Address(rawValue: slot.address)) : .v6(longAddresses[Int(slot.address)])
    }

    func endpoint(_ id: UInt32) -> Endpoint {
        let slot = slots[Int(id)]
        return Endpoint(
            address: address(id), port: slot.port, transport: slot.kind & Slot.isUDP == 0 ? .tcp : .udp)
    }

    /// Fills a place that is `absent`.
    mutating func insert(_ target: ProbeTarget) {
        var slot = Slot(port: target.endpoint.port, kind: target.kind.rawValue, phase: .resting)
        if target.endpoint.transport == .udp { slot.kind |= Slot.isUDP }
        if target.expectsOwner { slot.kind |= Slot.expectsOwner }
        if let details = target.details { self.details[target.id] = details }
        switch target.endpoint.address {
        case .v4(let address):
            slot.address = address.rawValue
        case .v6(let address):
            slot.kind |= Slot.isV6
            slot.address = store(address)
        }
        slots[Int(target.id)] = slot
    }

    private mutating func store(_ address: IPv6Address) -> UInt32 {
        if let free = freeLongAddresses.popLast() {
            longAddresses[Int(free)] = address
            return free
        }
        longAddresses.append(address)
        return UInt32(longAddresses.count - 1)
    }

    mutating func remove(_ id: UInt32) {
        let slot = slots[Int(id)]
        if slot.kind & Slot.isV6 != 0 { freeLongAddresses.append(slot.address) }
        if !details.isEmpty { details[id] = nil }
        slots[Int(id)] = Slot()
    }
}
