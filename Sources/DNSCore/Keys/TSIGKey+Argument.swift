extension TSIGKey {
    /// A key as `dig -y` and `kdig -y` take it: `[algorithm:]name:secret`, with hmac-sha256 as the default.
    public init(argument: some StringProtocol) throws(KeyFileError) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else {
            throw KeyFileError(.expected("[algorithm:]name:secret"), line: nil)
        }
        do throws(KeyFileError.Fault) {
            let algorithm =
                try parts.count == 3 ? KeyAlgorithm(parts[0]) : KeyAlgorithm(TSIGAlgorithm.hmacSHA256.rawValue)
            self = try algorithm.key(nameText: parts[parts.count - 2], secretText: parts[parts.count - 1])
        } catch {
            throw KeyFileError(error, line: nil)
        }
    }
}

extension KeyAlgorithm {
    fileprivate func key(
        nameText: some StringProtocol, secretText: some StringProtocol
    ) throws(KeyFileError.Fault) -> TSIGKey {
        guard !nameText.isEmpty else { throw .expected("the name of a key") }
        let name: DomainName
        do { name = try DomainName(nameText) } catch { throw .name(error) }
        guard let secret = Base64.decode(secretText) else { throw .secretNotBase64 }
        do { return try key(name: name, secret: secret) } catch { throw .key(error) }
    }
}
