import Testing

@testable import DNSCore

@Suite("A key as an argument")
struct KeyArgumentTests {
    @Test("is name and secret, with hmac-sha256, or another algorithm in front")
    func forms() throws {
        let secret = Array("secret".utf8)
        #expect(try TSIGKey(argument: "k.example:c2VjcmV0") == TSIGKey(name: name("k.example"), secret: secret))
        #expect(
            try TSIGKey(argument: "HMAC-SHA512:k.example.:c2VjcmV0")
                == TSIGKey(name: name("k.example"), algorithm: .hmacSHA512, secret: secret))
        #expect(
            try TSIGKey(argument: "hmac-sha256-128:k:c2VjcmV0")
                == TSIGKey(name: name("k"), secret: secret, macLength: 16))
    }

    @Test(
        "with a mistake says which, without the secret",
        arguments: [
            ("", "[algorithm:]name:secret expected"),
            ("U0VDUkVU", "[algorithm:]name:secret expected"),
            ("a:b:c:U0VDUkVU", "[algorithm:]name:secret expected"),
            ("hmac-sha3:k:U0VDUkVU", "\"hmac-sha3\" is not an algorithm"),
            ("U0VDUkVU:k:hmac-sha256", "the algorithm is not known"),
            ("k:U0VDUkVU!", "the secret is not valid Base64"),
            ("k:", "the secret is empty"),
            (":U0VDUkVU", "the name of a key expected"),
            ("a..b:U0VDUkVU", "the key's name is not valid"),
        ])
    func mistakes(text: String, message: String) {
        let error = #expect(throws: KeyFileError.self) { try TSIGKey(argument: text) }
        #expect(error?.line == nil)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("U0VDUkVU") == false)
    }
}
