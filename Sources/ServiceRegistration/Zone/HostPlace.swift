import DNSCore

/// Which host the records of a zone name: this one, as the zone knows it.
struct HostPlace: Hashable, Sendable {
    var target: DomainName
    /// Other names of this host in the zone.
    var aliases: Set<DomainName> = []
    /// Of the target, as the zone has them.
    var known: [IPAddress] = []
    /// Of the target, to be registered.
    var missing: [IPAddress] = []

    var addresses: [IPAddress] { known + missing }

    /// What a host's name is decided by.
    struct Wish {
        var target: DomainName?
        var addresses: [IPAddress]
        /// This host's name, without a domain.
        var label: String?
        /// By which this host speaks with the server.
        var ownAddresses: [IPAddress]
        var isLocal: (IPAddress) -> Bool
    }

    /// - Parameters:
    ///   - view: with the addresses of `candidates`.
    ///   - recorded: targets of the records that are there.
    init(
        _ wish: Wish, in view: ZoneView, primary: DomainName, recorded: [DomainName]
    ) throws(RegistrationError) {
        if let target = wish.target {
            self.init(target: target)
            known = view.addresses(of: target)
            missing = wish.addresses.filter { !known.contains($0) }
            if known.isEmpty, missing.isEmpty, target.isEqualOrBelow(view.zone) { missing = wish.ownAddresses }
            return
        }
        let own = Self.candidates(wish.target, wish.label, primary, in: view.zone).filter { host in
            let addresses = view.addresses(of: host)
            return !addresses.isEmpty && addresses.allSatisfy(wish.isLocal)
        }
        if let target = own.first(where: recorded.contains) ?? own.first {
            self.init(target: target, aliases: Set(own).subtracting([target]))
            known = view.addresses(of: target)
            missing = wish.addresses.filter { !known.contains($0) }
            return
        }
        guard let label = wish.label, let name = try? DomainName(label, origin: view.zone) else {
            throw .noTarget(
                "this host has no name that could be one in \(view.zone): say with --target which host it is")
        }
        let others = view.addresses(of: name)
        guard others.isEmpty else {
            let text = others.map(\.description).joined(separator: ", ")
            throw .noTarget(
                "\(name) is another host's in \(view.zone) (\(text) is not this host's): say with --target which host this is"
            )
        }
        self.init(target: name)
        missing = wish.addresses.isEmpty ? wish.ownAddresses : wish.addresses
    }

    private init(target: DomainName, aliases: Set<DomainName> = []) {
        self.target = target
        self.aliases = aliases
    }

    /// The names in a zone that this host may have: what was asked for, else `HOST.ZONE`, else the zone's own server.
    static func candidates(
        _ wish: DomainName?, _ label: String?, _ primary: DomainName, in zone: DomainName
    ) -> [DomainName] {
        if let wish { return wish.isEqualOrBelow(zone) ? [wish] : [] }
        let own = label.flatMap { try? DomainName($0, origin: zone) }
        return [own, primary].compactMap { $0 }.filter { $0.isEqualOrBelow(zone) }
    }
}
