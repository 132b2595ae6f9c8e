import DNSCore
import ServiceCatalog
import TOML

extension SettingsReader {
    mutating func readIdentities(_ node: TOMLNode?, into settings: inout Settings) {
        for (label, reader) in tables("identity", node) {
            var reader = reader
            guard let name = try? DomainName(label) else {
                reader.note(reader.line, "\(TOMLText.string(label)) is no service's name")
                finish(&reader)
                continue
            }
            let users = reader.read("uid", .list(of: .integer(0...Int(UInt32.max) - 1)))
            let pins = reader.read("pin", .list(of: .pin))
            let checksName = reader.read("certificate-name", .boolean)
            if users == nil, pins == nil, checksName == nil {
                reader.noteMissing("[\(reader.name)] says nothing: give `uid`, `pin` or `certificate-name`")
            }
            settings.identities.append(
                IdentitySettings(
                    name: name, origin: reader.origin, users: users, pins: pins, checksName: checksName))
            finish(&reader)
        }
    }
}

extension SectionReader {
    /// `[probe.services.*]`, in the order of the file.
    mutating func readServiceProbes() -> [ServiceProbeSettings] {
        guard var services = table("services") else { return [] }
        let found = services.unreadKeys.compactMap { label in
            services.table(label, named: TOMLText.key(label)).map { reader in
                var reader = reader
                let labels = label.lowercased().split(separator: ".", omittingEmptySubsequences: false)
                if labels.count != 2 || labels[0].first != "_" || labels[1] != "_tcp" {
                    reader.note(
                        reader.line, "\(TOMLText.string(label)) is no service over TCP: write \"_http._tcp\", in quotes"
                    )
                }
                let probe = ServiceProbeSettings(
                    service: label.lowercased(), origin: reader.origin, method: reader.read("method", .choice()),
                    path: reader.read("path", .path), statuses: reader.read("status", .statuses))
                if probe.wish.isEmpty {
                    reader.noteMissing("[\(reader.name)] says nothing: give `method`, `path` or `status`")
                }
                reader.finish()
                services.take(errorsOf: reader)
                return probe
            }
        }
        services.finish()
        take(errorsOf: services)
        return found
    }
}

extension ValueKind<String> {
    fileprivate static let path = ValueKind(
        expectation: "a path like \"/health\", without blanks",
        read: { if case .string(let text) = $0 { ProbeWish.path(text.utf8) } else { nil } },
        violatedRange: { _ in nil }, text: TOMLText.string)
}

extension ValueKind<ClosedRange<UInt16>> {
    static let statuses = ValueKind(
        expectation: "an HTTP status like 200, or a range like \"200-299\"",
        read: { value in
            switch value {
            case .integer(let number): ProbeWish.statuses(String(number))
            case .string(let text): ProbeWish.statuses(text)
            default: nil
            }
        },
        violatedRange: { _ in nil }, text: { TOMLText.string("\($0.lowerBound)-\($0.upperBound)") })
}
