import DNSClient
import DNSCore
import TOML

/// A file that says what a service registers, in place of options.
///
/// ```toml
/// [service]
/// server = "ns1.svc.internal"       # or a list, or the label of a [servers.NAME]
/// key = "web"                       # or key-file = "web.key"; for names without one of their own
///
/// [names."_http._tcp.web.svc.internal"]
/// label = "http"
///
/// [keys.web]
/// file = "web.key"
/// ```
package enum RegistrationFile {
    package static func read(_ path: String) throws(FileError) -> RegistrationSettings {
        let (members, isReadableByAll) = try TOMLDocument.load(path)
        var reader = RegistrationReader(file: path)
        var settings = RegistrationSettings()
        reader.readCommon(members, beside: ["names"], into: &settings)
        reader.readNames(members["names"], into: &settings)
        if let mistake = reader.tables.firstMistake { throw mistake }
        settings.warnings = reader.warnings(isReadableByAll: isReadableByAll)
        return settings
    }
}

extension RegistrationReader {
    fileprivate mutating func readNames(_ node: TOMLNode?, into settings: inout RegistrationSettings) {
        for (label, reader) in tables.tables("names", node) {
            var reader = reader
            guard let service = try? DomainName(label) else {
                reader.note(reader.line, "\(TOMLText.string(label)) is no domain name")
                tables.errors += reader.errors
                continue
            }
            var name = RegistrationSettings.Name(service)
            name.key = defaultKey
            name.label = reader.read("label", .string)?.value
            name.port = number("port", from: 1, &reader)
            read(&reader, into: &name)
            settings.names.append(name)
            tables.finish(&reader)
        }
    }
}

extension Settings {
    /// A server by the label of its section, or by its address.
    package func server(labelled label: String) throws(FileError) -> Server {
        if let server = servers.first(where: { $0.label == label }) {
            return Server(server.address.value, tls: server.tls)
        }
        do throws(ServerAddressError) {
            return Server(try ServerAddress(label))
        } catch {
            throw FileError("\(error)")
        }
    }
}
