import Testing

@testable import DNSCore

@Suite("A TSIG key")
struct TSIGKeyTests {
    @Test("never shows its secret, however it is printed")
    func secrecy() throws {
        let key = try testKey(bits: 128, secret: Array("SECRETSECRET".utf8))
        var texts = ["\(key)", String(reflecting: key), "\([key])", "\(Optional(key) as Any)"]
        var dumped = ""
        dump(key, to: &dumped)
        dump(TSIGExchange(key: key), to: &dumped)
        texts.append(dumped)
        for text in texts {
            #expect(!text.contains("SECRET"))
            #expect(!text.contains("83, 69, 67"), "the bytes in decimal: \(text)")
        }
        #expect("\(key)" == "hmac-sha256-128:Key.Example.")
        #expect(key.secretBytes == Array("SECRETSECRET".utf8))
    }

    @Test("takes truncations from half of the MAC, and at least 10 bytes, to all of it")
    func truncation() throws {
        for algorithm in TSIGAlgorithm.allCases {
            let least = max(10, algorithm.fullMACLength / 2)
            for length in 0...80 {
                let key = try? TSIGKey(name: .root, algorithm: algorithm, secret: [1], macLength: length)
                #expect((key != nil) == (least...algorithm.fullMACLength).contains(length))
            }
        }
        #expect(throws: TSIGKeyError.emptySecret) { try TSIGKey(name: .root, secret: []) }
    }

    @Test("names its algorithm as configuration files and the wire do")
    func algorithms() throws {
        for algorithm in TSIGAlgorithm.allCases {
            #expect(TSIGAlgorithm(algorithm.rawValue.uppercased()) == algorithm)
            #expect(TSIGAlgorithm(name: try DomainName(algorithm.rawValue.uppercased())) == algorithm)
            #expect(algorithm.name.description == algorithm.rawValue + ".")
        }
        #expect(TSIGAlgorithm("hmac-md5") == nil)
    }
}
