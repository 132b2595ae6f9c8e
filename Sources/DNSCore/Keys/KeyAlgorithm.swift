/// An algorithm as key files and `-y` name it: `hmac-sha256`, or `hmac-sha256-128` for MACs truncated to 128 bits.
struct KeyAlgorithm {
    var algorithm: TSIGAlgorithm
    /// In bytes.
    var macLength: Int?

    init(_ text: some StringProtocol) throws(KeyFileError.Fault) {
        var words = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        if words.last?.last == ".", let last = words.popLast() { words.append(last.dropLast()) }
        guard words.count == 2 || words.count == 3, let known = TSIGAlgorithm(words[..<2].joined(separator: "-")) else {
            throw Self.unknown(text)
        }
        algorithm = known
        guard words.count == 3 else { return }
        guard let bits = Int(words[2]), bits > 0, bits % 8 == 0, bits <= 512 else { throw Self.unknown(text) }
        macLength = bits / 8
    }

    func key(name: DomainName, secret: [UInt8]) throws(TSIGKeyError) -> TSIGKey {
        try TSIGKey(name: name, algorithm: algorithm, secret: secret, macLength: macLength)
    }

    /// What does not begin like an algorithm may be a secret in the wrong place.
    private static func unknown(_ text: some StringProtocol) -> KeyFileError.Fault {
        let isSafe = text.lowercased().hasPrefix("hmac-") && text.utf8.count <= 30
        return .unknownAlgorithm(isSafe ? String(text) : nil)
    }
}
