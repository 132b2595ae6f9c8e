import DNSCore

/// A line for a log.
extension RegistrationEvent: CustomStringConvertible {
    public var description: String {
        switch self {
        case .claimed(let claim): claim.description
        case .portTaken(let label, let port, let owner):
            "port \(port) of '\(label)' is recorded, but somebody else has it\(owner.map { " (\($0))" } ?? "")"
        case .registered(let owner, let location, let wasThere):
            "\(owner): registered \(wasThere ? "already, nothing had to be sent" : "now")"
                + ": \(location.target):\(location.port)"
        case .partRefused(let part, let error): "\(part): \(error)"
        case .renewed(let owners, let length): "\(Self.list(owners)): renewed for \(length.components.seconds) s"
        case .lost(let owner): "\(owner): the record is gone or incomplete; it is put back"
        case .taken(let owner, let holders):
            "\(owner): our record was taken away, and \(Self.list(holders)) came instead; ours is put back beside it"
        case .changed(let owner, let location):
            "\(owner): somebody has set priority \(location.priority) and weight \(location.weight); that is left so"
        case .yielded(let owner, let holders):
            "\(owner): taken away too often"
                + (holders.isEmpty ? "" : " by \(Self.list(holders))")
                + "; from now on it is only watched, until it is free"
        case .restored(let owner): "\(owner): the record is there again"
        case .withdrawn(let owners): "\(Self.list(owners)): withdrawn"
        case .trouble(let error, let pause): "\(error); next try in \(Self.seconds(pause)) s"
        case .recovered: "the server is there again"
        }
    }

    private static func list(_ names: [some CustomStringConvertible]) -> String {
        names.map(\.description).joined(separator: ", ")
    }

    private static func seconds(_ duration: Duration) -> String {
        let components = duration.components
        return components.seconds > 9
            ? "\(components.seconds)" : "\(components.seconds).\(components.attoseconds / 100_000_000_000_000_000)"
    }
}

extension PortOwner: CustomStringConvertible {
    public var description: String { "uid \(uid)" }
}

/// `web2.svc.internal.:8080 (priority 0, key web.)`
extension RecordHolder: CustomStringConvertible {
    public var description: String {
        "\(location.target):\(location.port) (priority \(location.priority)\(key.map { ", key \($0)" } ?? ""))"
    }
}

/// `'http' is at port 61234, as it is recorded`
extension ClaimedPort: CustomStringConvertible {
    public var description: String {
        "'\(label)' is at port \(port)\(transport == .udp ? " (UDP)" : "")\(isRecorded ? ", as it is recorded" : "")"
    }
}
