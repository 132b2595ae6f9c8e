import Testing

@testable import DNSCore

@Suite("Base64, Base32 and hexadecimal")
struct EncodingTests {
    @Test(
        "the vectors of RFC 4648 section 10",
        arguments: [
            ("", "", "", ""), ("f", "Zg==", "CO", "66"), ("fo", "Zm8=", "CPNG", "666F"),
            ("foo", "Zm9v", "CPNMU", "666F6F"),
            ("foob", "Zm9vYg==", "CPNMUOG", "666F6F62"), ("fooba", "Zm9vYmE=", "CPNMUOJ1", "666F6F6261"),
            ("foobar", "Zm9vYmFy", "CPNMUOJ1E8", "666F6F626172"),
        ])
    func vectors(text: String, base64: String, base32: String, hexadecimal: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == base64)
        #expect(Base32Hex.encode(bytes) == base32)
        #expect(Hexadecimal.encode(bytes) == hexadecimal)
        #expect(Base64.decode(base64) == bytes)
        #expect(Base32Hex.decode(base32.utf8) == bytes)
        #expect(Hexadecimal.decode(hexadecimal.lowercased().utf8) == bytes)
    }

    @Test("any bytes come back")
    func roundTrip() {
        var random = RandomMessage(seed: 10)
        for _ in 0..<500 {
            let bytes = random.bytes(0..<70)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base32Hex.decode(Base32Hex.encode(bytes).lowercased().utf8) == bytes)
            #expect(Hexadecimal.decode(Hexadecimal.encode(bytes).utf8) == bytes)
        }
    }

    @Test(
        "text that is not Base64",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zg==Zg==", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm-_", "=Zg=",
        ])
    func badBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("text that is not Base32 or hexadecimal", arguments: ["C", "CP1", "CW", "C=", "CPO"])
    func badOthers(text: String) {
        #expect(Base32Hex.decode(text.utf8) == nil)
        #expect(Hexadecimal.decode(text.utf8) == nil)
    }
}
