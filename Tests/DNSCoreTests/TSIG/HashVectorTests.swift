import Testing

@testable import DNSCore

@Suite("MACs agree with the published vectors")
struct HashVectorTests {
    @Test(
        "SHA-224 (FIPS 180-4, NIST examples)",
        arguments: [
            ("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"),
            ("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"
            ),
        ])
    func sha224(text: String, digest: String) {
        var hash = SHA224()
        Array(text.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
        #expect(Array(hash.finalize()) == [UInt8](hex: digest))
    }

    @Test("SHA-224 does not depend on how its input is cut")
    func sha224InPieces() {
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let digest = [UInt8](hex: "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67")
        for size in [63, 64, 65, 127, 1000, 1_000_000] {
            var hash = SHA224()
            for start in stride(from: 0, to: million.count, by: size) {
                million[start..<min(start + size, million.count)].withUnsafeBytes { hash.update(bufferPointer: $0) }
            }
            #expect(Array(hash.finalize()) == digest)
        }
    }

    /// RFC 4231 test case 2, RFC 2202 test case 2.
    @Test(arguments: [
        (TSIGAlgorithm.hmacSHA1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (.hmacSHA224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
        (.hmacSHA256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            .hmacSHA384,
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        ),
        (
            .hmacSHA512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
                + "caeab1a34d4a6b4b636e070a38bce737"
        ),
    ])
    func hmac(algorithm: TSIGAlgorithm, code: String) throws {
        var mac = RunningMAC(key: try testKey(algorithm, secret: Array("Jefe".utf8)))
        mac.update(Array("what do ya want ".utf8))
        mac.update(Array("for nothing?".utf8))
        #expect(mac.code == [UInt8](hex: code))
    }

    /// RFC 4231 test case 6: a key longer than a block is hashed first.
    @Test func longKey() throws {
        let key = try testKey(.hmacSHA224, secret: [UInt8](repeating: 0xAA, count: 131))
        var mac = RunningMAC(key: key)
        mac.update(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        #expect(mac.code == [UInt8](hex: "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e"))
    }
}
