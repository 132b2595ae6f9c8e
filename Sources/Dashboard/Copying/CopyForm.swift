import DNSCore
import ServiceCatalog

/// What records are copied as.
enum CopyForm: Hashable, CaseIterable, Sendable {
    case record
    case dig
    case nsupdate
    case json

    /// In a menu.
    var title: String {
        switch self {
        case .record: "Copy the record"
        case .dig: "Copy a dig command"
        case .nsupdate: "Copy for nsupdate"
        case .json: "Copy as JSON"
        }
    }

    var summary: String {
        switch self {
        case .record: "as zone files have it"
        case .dig: "that asks the same server for it"
        case .nsupdate: "commands that would write it"
        case .json: "as list --json has it"
        }
    }
}

extension Instance {
    /// The SRV record as zone files and dig have it; what a terminal would act on is escaped.
    var presentation: String { "\(owner) \(ttl) IN SRV \(location)" }

    private var location: ServiceLocation {
        ServiceLocation(priority: priority, weight: weight, port: port, target: target)
    }
}

extension ActionTarget {
    /// The text for every form but JSON, one record after the other.
    func text(as form: CopyForm) -> String {
        switch form {
        case .record, .json: instances.map(\.presentation).joined(separator: "\n")
        case .dig: digCommands.joined(separator: "\n")
        case .nsupdate: nsupdateCommands
        }
    }

    /// More are not copied: the clipboard would not take them.
    static let mostCopied = 1000

    private var instances: [Instance] { instances(first: Self.mostCopied) }

    private var digCommands: [String] {
        var commands: [String] = []
        for (subject, instance) in zip(subjects, instances) {
            let server = snapshot.zones[subject.zone].freshness.server
            let command = "dig \(DigServer(server)) \(shellWord("\(instance.owner)")) SRV"
            if !commands.contains(command) { commands.append(command) }
        }
        return commands
    }

    private var nsupdateCommands: String {
        var zones: [DomainName: [String]] = [:]
        var order: [DomainName] = []
        for (subject, instance) in zip(subjects, instances) {
            let zone = snapshot.zones[subject.zone].name
            if zones[zone] == nil { order.append(zone) }
            zones[zone, default: []].append("update add \(instance.presentation)")
        }
        return order.map { zone in (["zone \(zone)"] + (zones[zone] ?? []) + ["send"]).joined(separator: "\n") }
            .joined(separator: "\n")
    }
}

/// A server as dig's arguments have it.
private struct DigServer: CustomStringConvertible {
    let description: String

    /// - Parameter server: `10.0.0.53`, `ns1.example:5353`, `[2001:db8::1]:53`
    init(_ server: String) {
        let server = String(server.unicodeScalars.filter { (0x20...0x7E).contains($0.value) })
        var (host, port) = (server[...], Substring())
        if let colon = server.lastIndex(of: ":"), server.hasPrefix("[") || server.firstIndex(of: ":") == colon {
            (host, port) = (server[..<colon], server[server.index(after: colon)...])
        }
        host = host.drop { $0 == "[" }
        if host.hasSuffix("]") { host = host.dropLast() }
        description = shellWord("@\(host)") + (port.isEmpty ? "" : " -p \(shellWord(String(port)))")
    }
}

/// One word for a shell, whatever is in it.
private func shellWord(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
        (0x30...0x3A).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x7B
            || [0x2B, 0x2D, 0x2E, 0x2F, 0x40, 0x5F].contains(byte)
    }
    if plain, !text.isEmpty { return text }
    return "'" + text.replacing("'", with: #"'\''"#) + "'"
}
