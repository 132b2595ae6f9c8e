import DNSCore
import ServiceActivation
import TOML

/// Makes settings of a parsed file.
struct ActivationReader {
    var registration: RegistrationReader
    private let environment: [String: String]

    init(file: String, environment: [String: String]) {
        registration = RegistrationReader(file: file)
        self.environment = environment
    }

    var firstMistake: FileError? { registration.tables.firstMistake }

    /// Against which paths in the file are meant.
    var folder: String { registration.tables.folder }

    mutating func read(_ members: [String: TOMLNode]) -> ActivationSettings {
        var settings = ActivationSettings()
        registration.readCommon(members, beside: ["activation", "services"], into: &settings.registration)
        readControl(members["activation"], into: &settings)
        let tables = registration.tables.tables("services", members["services"])
        if tables.isEmpty, firstMistake == nil { note(1, "there is no service: write [services.NAME]") }
        var lines: [Int] = []
        for (name, reader) in tables {
            var reader = reader
            if let service = readService(name, &reader) {
                settings.services.append(service)
                lines.append(reader.line)
            }
            registration.tables.errors += reader.errors
        }
        if firstMistake == nil, let mistake = settings.mistake() { note(lines[mistake.service], mistake.text) }
        return settings
    }

    mutating func readControl(_ node: TOMLNode?, into settings: inout ActivationSettings) {
        guard let node else { return }
        var reader = SectionReader("activation", node, file: registration.file)
        settings.control = reader.read("control", .string).map { FilePath.resolve($0.value, in: folder) }
        registration.tables.finish(&reader)
    }

    private mutating func readService(_ name: String, _ reader: inout SectionReader) -> ActivatedService? {
        var settings = ServiceSettings(name)
        settings.read(&reader, folder: folder)
        let key = registration.key(&reader) ?? registration.defaultKey
        if var sockets = reader.table("sockets") {
            for label in sockets.unreadKeys {
                guard var socket = sockets.table(label, named: TOMLText.key(label)) else { continue }
                if let socket = readSocket(label, &socket, key: key) { settings.sockets.append(socket) }
                socket.finish()
                sockets.take(errorsOf: socket)
            }
            sockets.finish()
            reader.take(errorsOf: sockets)
        }
        reader.finish()
        // What was not understood is missing for no other reason.
        guard reader.errors.isEmpty else { return nil }
        do throws(FileError) {
            return try settings.activated(inherited: environment)
        } catch {
            reader.note(reader.line, error.message)
            return nil
        }
    }

    private mutating func note(_ line: Int, _ message: String) {
        registration.tables.errors.append(FileError(file: registration.file, line: line, message))
    }
}
