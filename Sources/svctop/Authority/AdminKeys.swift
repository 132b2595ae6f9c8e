import DNSAuthority
import DNSCore

/// The key that may change everything in a zone, made with it.
struct AdminKeys {
    let authority: Authority
    let folder: KeyFolder

    struct Made {
        var zone: DomainName
        var file: String
    }

    /// Makes those that are not there.
    func make(for zones: [DomainName]) async throws -> [Made] {
        let known = Set(try await authority.store.keys().map(\.name))
        var made: [Made] = []
        for zone in zones {
            let name = try DomainName("admin", origin: zone)
            guard !known.contains(name) else { continue }
            let key = try TSIGKey.random(name)
            let file = try folder.write(key)
            try await authority.add(StoredKey(key, role: .admin))
            made.append(Made(zone: zone, file: file))
        }
        return made
    }
}
