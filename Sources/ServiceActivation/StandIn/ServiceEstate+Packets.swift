import ActivationControl
import CPlatform
import Glibc

/// As it is said on the control socket: the descriptors of a packet are told of in its `HELD` lines, in their order.
struct EstatePackets {
    struct Packet {
        let message: ControlMessage
        let descriptors: [Int32]
    }

    private let service: String
    private let starts: Int
    private let lastStart: Double?
    private(set) var held: [(item: ServiceEstate.Item, descriptor: Int32)] = []

    init(_ service: String, starts: Int, lastStart: Double?) {
        self.service = service
        self.starts = starts
        self.lastStart = lastStart
    }

    mutating func append(_ item: ServiceEstate.Item, _ descriptor: Int32) { held.append((item, descriptor)) }

    var packets: [Packet] {
        stride(from: 0, to: max(1, held.count), by: Self.mostHeld).map { start in
            let part = held[start..<min(start + Self.mostHeld, held.count)]
            var message: ControlMessage = ["ESTATE": service, "STARTS": "\(starts)"]
            if let lastStart { message.append("STARTED", "\(lastStart)") }
            for (item, _) in part { message.append("HELD", item.text) }
            return Packet(message: message, descriptors: part.map(\.descriptor))
        }
    }

    /// With room for long names in a packet.
    private static let mostHeld = 128
}

extension ServiceEstate {
    /// - Returns: nil for what is no part of an estate, or of another kind than was announced.
    init?(_ message: ControlMessage, _ descriptors: [PassedDescriptor]) {
        let items = message.values(of: "HELD").map(Item.init(text:))
        guard let service = message["ESTATE"], items.count == descriptors.count, !items.contains(nil) else {
            return nil
        }
        self.init(service)
        starts = message["STARTS"].flatMap { Int($0) }.map { min(max(0, $0), Self.mostStarts) } ?? 0
        lastStart = message["STARTED"].flatMap { Double($0) }
        holdings = zip(items.compactMap { $0 }, descriptors).map(Holding.init)
    }

    private static let mostStarts = 1 << 40

    /// Another packet about the same service.
    mutating func merge(_ other: ServiceEstate) { holdings += other.holdings }
}

extension ServiceEstate.Item {
    var text: String {
        switch self {
        case .socket(let name): "socket \(name)"
        case .notifications: "notifications"
        case .stored(let name): "stored \(name)"
        case .process(let process):
            "process \(process.role.rawValue) \(process.pid) \(process.user) \(process.phase.rawValue) \(process.client)"
        case .guest(.remote(let address, let port)): "guest \(port) \(address)"
        case .guest(.local): "guest"
        }
    }

    init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count == 2 ? parts[1] : nil) {
        case ("socket", let name?): self = .socket(name: name)
        case ("notifications", nil): self = .notifications
        case ("stored", let name?): self = .stored(name: name)
        case ("guest", nil): self = .guest(.local)
        case ("guest", let rest?):
            let place = rest.split(separator: " ", maxSplits: 1)
            guard place.count == 2, let port = UInt16(place[0]) else { return nil }
            self = .guest(.remote(address: String(place[1]), port: port))
        case ("process", let rest?):
            guard let process = ServiceEstate.Inheritance(text: rest) else { return nil }
            self = .process(process)
        default: return nil
        }
    }
}

extension ServiceEstate.Inheritance {
    fileprivate init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let role = Role(rawValue: String(parts[0])), let pid = Int32(parts[1]), pid > 1,
            let user = UInt32(parts[2]), let phase = Phase(rawValue: String(parts[3]))
        else { return nil }
        self.init(role: role, pid: pid, user: user, phase: phase, client: String(parts[4]))
    }
}

extension ServiceEstate.Holding {
    func send(_ signal: Int32) { _ = platform_process_signal(descriptor.descriptor, signal) }
}
