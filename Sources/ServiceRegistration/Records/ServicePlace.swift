import DNSClient
import DNSCore

/// One name with all that is decided about it: what its records are to be.
struct ServicePlace: Hashable, Sendable {
    let name: RegisteredName
    /// Host and port as the record is to have them; priority and weight as it has them by now.
    var location: ServiceLocation
    /// Who accepts the connections.
    var uid: UInt32?
    /// Other names of this host: a record with one of them is ours, too.
    var aliases: Set<DomainName> = []

    init(_ name: RegisteredName, port: UInt16, target: DomainName) {
        self.name = name
        location = ServiceLocation(priority: name.priority, weight: name.weight, port: port, target: target)
    }

    var owner: DomainName { name.owner }

    func isOnThisHost(_ other: ServiceLocation) -> Bool {
        other.target == location.target || aliases.contains(other.target)
    }

    /// Whether an SRV record leads to where this one does.
    func isSameEndpoint(_ other: ServiceLocation) -> Bool {
        other.port == location.port && isOnThisHost(other)
    }

    var srv: RecordData { .srv(location) }

    /// That which makes an instance of DNS-SD be found.
    var pointer: RecordData? { name.instance == nil ? nil : .ptr(owner) }
}

// MARK: - Text

extension ServicePlace {
    /// The TXT record; nil where there is nothing to say.
    ///
    /// Others may register at the same name at any time, so that each text says which instance it is of. An instance of
    /// DNS-SD has its name for itself, and always a text (RFC 6763 section 6.1).
    var text: TextStrings? {
        var strings = name.texts.map { Array($0.utf8) }
        if let uid { strings.append(Array("uid=\(uid)".utf8)) }
        if !name.pins.isEmpty {
            strings.append(TextStrings.string(pins: name.pins.sorted { $0.description < $1.description }))
        }
        guard name.instance == nil else { return TextStrings(strings.isEmpty ? [[]] : strings) }
        guard !strings.isEmpty else { return nil }
        let endpoint = ["target=\(location.target)", "port=\(location.port)"]
        return TextStrings(endpoint.map { Array($0.utf8) } + strings)
    }

    /// Whether a TXT record at the name speaks of this host; with `portToo`, of this port of it.
    func isOwn(_ text: TextStrings, portToo: Bool) -> Bool {
        guard name.instance == nil else { return true }
        guard text["target"] != nil, text["port"] != nil else { return false }
        return ([location.target] + aliases).contains { host in
            portToo ? text.isOf(target: host, port: location.port) : text.names(host)
        }
    }
}

// MARK: - Keys

extension ServicePlace {
    /// Where clients look for the keys that they are to expect by TLS.
    var associationOwner: DomainName? {
        try? CertificatePin.owner(target: location.target, port: location.port)
    }

    /// TLSA `3 1 1`: the key itself, whoever has signed it.
    var associations: [RecordData] { name.pins.map { .tlsa($0.association) } }
}

extension TextStrings {
    /// Whether it is of some port of that host.
    fileprivate func names(_ host: DomainName) -> Bool {
        guard case .bytes(let target)? = self["target"] else { return false }
        return (try? DomainName(String(decoding: target, as: UTF8.self))) == host
    }
}
