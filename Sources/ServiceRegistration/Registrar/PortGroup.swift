/// The names of a plan that are on one port.
struct PortGroup: Sendable {
    let label: String
    let transport: ServiceTransport
    private(set) var names: [RegisteredName]
    /// This port and no other.
    private(set) var wish: UInt16?

    private init(_ name: RegisteredName) {
        label = name.label
        transport = name.transport
        names = [name]
        wish = name.port
    }

    /// In the order in which the names stand.
    static func groups(of names: [RegisteredName]) throws(RegistrationError) -> [PortGroup] {
        var groups: [PortGroup] = []
        for name in names {
            guard let place = groups.firstIndex(where: { $0.isFor(name) }) else {
                groups.append(PortGroup(name))
                continue
            }
            try groups[place].add(name)
        }
        return groups
    }

    func isFor(_ name: RegisteredName) -> Bool { name.label == label && name.transport == transport }

    private mutating func add(_ name: RegisteredName) throws(RegistrationError) {
        names.append(name)
        if let wish, let port = name.port, port != wish {
            throw .plan("\(name.owner) wants port \(port), but its label '\(label)' stands for port \(wish)")
        }
        wish = wish ?? name.port
    }
}
