extension TSIGKey {
    /// The key as BIND's tools write it and nsupdate, dig and named read it.
    public var keyFileText: String {
        """
        key "\(name.isRoot ? "." : String("\(name)".dropLast()))" {
        \talgorithm \(TSIGKeyLabel(self).algorithmDescription);
        \tsecret "\(Base64.encode(secretBytes))";
        };

        """
    }

    /// A new one, with a secret as long as the MAC.
    public static func random(_ name: DomainName, _ algorithm: TSIGAlgorithm = .hmacSHA256) throws(TSIGKeyError)
        -> TSIGKey
    {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<algorithm.fullMACLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try TSIGKey(name: name, algorithm: algorithm, secret: secret)
    }
}
