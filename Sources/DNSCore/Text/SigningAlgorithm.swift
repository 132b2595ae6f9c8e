/// DNSSEC algorithms that have a mnemonic (IANA "DNS Security Algorithm Numbers"); text may use either.
private let signingAlgorithms: [String: UInt8] = [
    "RSAMD5": 1, "DH": 2, "DSA": 3, "RSASHA1": 5, "DSANSEC3SHA1": 6, "RSASHA1NSEC3SHA1": 7, "RSASHA256": 8,
    "RSASHA512": 10, "ECCGOST": 12, "ECDSAP256SHA256": 13, "ECDSAP384SHA384": 14, "ED25519": 15, "ED448": 16,
    "INDIRECT": 252, "PRIVATEDNS": 253, "PRIVATEOID": 254,
]

extension RecordTextReader {
    mutating func signingAlgorithm() throws(RecordTextError) -> UInt8 {
        let word = try word("an algorithm")
        let number: UInt8? = Self.decimal(word.text) ?? signingAlgorithms[word.string.uppercased()]
        guard let number else { throw .notA("an algorithm", word.text, at: word.offset) }
        return number
    }
}
