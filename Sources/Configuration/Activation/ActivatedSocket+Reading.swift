import DNSCore
import ServiceActivation
import ServiceRegistration
import ServiceSupervision
import TOML

extension ActivationReader {
    /// nil with a note of what is wrong.
    mutating func readSocket(_ label: String, _ reader: inout SectionReader, key: TSIGKey?) -> ActivatedSocket? {
        let names = readNames(&reader, key: key)
        let addresses = reader.read("listen", .list(of: .ipAddress))?.value ?? []
        let places = [
            registration.number("tcp", from: 1, &reader).map { .network(.tcp, port: $0, addresses: addresses) },
            registration.number("udp", from: 1, &reader).map { .network(.udp, port: $0, addresses: addresses) },
            readLocal(&reader).map { .local($0) },
        ].compactMap { (place: ActivatedSocket.Place?) in place }
        let port = registration.number("port", from: 1, &reader)
        guard reader.errors.isEmpty, let names else { return nil }
        if let transport = names.first?.transport {
            if !places.isEmpty {
                reader.note(
                    reader.line,
                    "[\(reader.name)] has a name, which says what socket it is: write `port` for the number")
            }
            if let other = names.first(where: { $0.transport != transport }) {
                reader.note(
                    reader.line, "[\(reader.name)]: \(other.service) takes a socket of its own, of \(other.transport)")
            }
            return ActivatedSocket(label, .network(transport, port: port, addresses: addresses), names: names)
        }
        if port != nil {
            reader.note(reader.line, "[\(reader.name)] has no name: write `tcp` or `udp` in place of `port`")
        } else if places.count > 1 {
            reader.note(reader.line, "[\(reader.name)] is one socket: `tcp`, `udp` or `unix`")
        } else if places.isEmpty {
            reader.noteMissing("[\(reader.name)] has no place: give it a `name`, or `tcp`, `udp` or `unix`")
        } else if case .local = places[0], !addresses.isEmpty {
            reader.note(reader.line, "[\(reader.name)]: `listen` is for addresses, and a Unix socket has none")
        }
        return places.first.map { ActivatedSocket(label, $0) }
    }
}

// MARK: - Names

extension ActivationReader {
    /// `name`, and a list in `names` or tables there with what is different at each. nil with a note of what is wrong.
    private mutating func readNames(_ reader: inout SectionReader, key: TSIGKey?) -> [RegisteredName]? {
        var common = RegistrationSettings.Name(.root)
        common.key = key
        registration.read(&reader, into: &common)
        let first = reader.read("name", .string)?.value
        var settings = [first].compactMap(\.self).compactMap { named($0, like: common, &reader) }
        if var tables = reader.tableOrNil("names") {
            for label in tables.unreadKeys {
                guard var table = tables.table(label, named: TOMLText.key(label)) else { continue }
                if var name = named(label, like: common, &table) {
                    registration.read(&table, into: &name)
                    settings.append(name)
                }
                table.finish()
                tables.take(errorsOf: table)
            }
            reader.take(errorsOf: tables)
        } else {
            let more = reader.read("names", .list(of: .string))?.value ?? []
            settings += more.compactMap { named($0, like: common, &reader) }
        }
        var registered: [RegisteredName] = []
        for name in settings {
            do throws(FileError) {
                registered.append(try name.registered())
            } catch {
                reader.note(reader.line, "[\(reader.name)]: \(error.message)")
            }
        }
        return reader.errors.isEmpty ? registered : nil
    }

    private func named(
        _ text: String, like common: RegistrationSettings.Name, _ reader: inout SectionReader
    ) -> RegistrationSettings.Name? {
        var name = common
        do throws(NameError) {
            name.service = try DomainName(text)
            return name
        } catch {
            reader.note(reader.line, "[\(reader.name)]: \(TOMLText.string(text)) is no domain name: \(error)")
            return nil
        }
    }
}

// MARK: - Unix sockets

extension ActivationReader {
    private func readLocal(_ reader: inout SectionReader) -> LocalSocketPlace? {
        let path = reader.read("unix", .string)
        let isDatagram = reader.read("datagram", .boolean)
        let mode = reader.read("mode", .fileMode)
        let owner = reader.read("owner", .string)
        let group = reader.read("group", .string)
        guard let path else {
            for (key, line) in [
                ("datagram", isDatagram?.line), ("mode", mode?.line), ("owner", owner?.line), ("group", group?.line),
            ] {
                if let line { reader.note(line, "`\(key)` in [\(reader.name)] is for a Unix socket: give `unix`") }
            }
            return nil
        }
        var place = LocalSocketPlace(path: FilePath.resolve(path.value, in: folder))
        place.isDatagram = isDatagram?.value ?? place.isDatagram
        place.mode = mode?.value ?? place.mode
        if !LocalSocketPlace.isPath(place.path) {
            reader.note(
                path.line ?? reader.line, "`unix` in [\(reader.name)] must be an absolute path of up to 107 bytes")
        }
        do throws(AccountError) {
            place.owner = try owner.map { text throws(AccountError) in try ProcessUser(named: text.value).user }
            place.group = try group.map { text throws(AccountError) in try ProcessUser.group(named: text.value) }
        } catch {
            reader.note(owner?.line ?? group?.line ?? reader.line, "[\(reader.name)]: \(error)")
        }
        return place
    }
}

extension LocalSocketPlace {
    /// What fits into a socket's address.
    package static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= 107 && !text.utf8.contains(0)
    }
}

extension ValueKind<UInt32> {
    /// Octal, as chmod(1) takes it.
    static let fileMode = ValueKind(
        expectation: "an octal number in quotes, like \"0660\"",
        read: { value in
            guard case .string(let text) = value, (3...4).contains(text.utf8.count) else { return nil }
            return UInt32(text, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil }
        },
        violatedRange: { _ in nil }, text: { TOMLText.string("0" + String($0, radix: 8)) })
}
