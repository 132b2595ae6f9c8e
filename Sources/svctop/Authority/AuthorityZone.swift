import DNSCore

/// A zone's name on the command line of an authority.
enum AuthorityZone {
    /// What is served where nothing else is said: `internal` is never delegated in the public DNS.
    static var usual: DomainName {
        get throws(Failure) { try name("svc.internal") }
    }

    static func name(_ text: String) throws(Failure) -> DomainName {
        let name: DomainName
        do throws(NameError) {
            name = try DomainName(text)
        } catch {
            throw Failure("\(text) is no name of a zone: \(error)", .usage)
        }
        guard !name.isRoot else { throw Failure("the root is no zone for services", .usage) }
        return name
    }
}
