import Testing

@testable import DNSCore

@Suite("A key file")
struct KeyFileTests {
    @Test("is read as tsig-keygen writes it")
    func keygen() throws {
        let keys = try KeyFile(
            """
            key "tsig-key" {
            \talgorithm hmac-sha512;
            \tsecret "c2VjcmV0IGJ5dGVz";
            };
            """
        ).keys
        #expect(
            keys == [try TSIGKey(name: name("tsig-key"), algorithm: .hmacSHA512, secret: Array("secret bytes".utf8))])
    }

    @Test("may hold several keys, comments of every kind, names without quotes, truncations")
    func liberal() throws {
        let file = try KeyFile(
            """
            # a comment with key "x" { in it
            // another
            key a.example. { secret c2VjcmV0; algorithm "HMAC-SHA256-128"; }; /* and
            a third */ key "B\\.b" { algorithm hmac-sha1.; secret "c2Vj
              cmV0"; };
            """)
        let secret = Array("secret".utf8)
        #expect(
            file.keys == [
                try TSIGKey(name: name("a.example"), secret: secret, macLength: 16),
                try TSIGKey(name: name("b\\.b"), algorithm: .hmacSHA1, secret: secret),
            ])
        #expect(file[name("A.EXAMPLE")]?.macLength == 16)
        #expect(file[name("c")] == nil)
    }

    @Test("may hold what kdig -k reads")
    func argumentForm() throws {
        let key = try TSIGKey(name: name("k"), algorithm: .hmacSHA384, secret: Array("secret".utf8))
        #expect(try KeyFile("hmac-sha384:k:c2VjcmV0\n").keys == [key])
    }

    @Test(
        "with a mistake tells line and mistake",
        arguments: [
            ("", 1, "there is no key in the file"),
            ("\n# nothing\n", 3, "there is no key in the file"),
            ("key a {\n algorithm hmac-sha256;\n};", 3, "the key a. has no secret"),
            ("key a {\n secret \"AAAA\";\n};", 3, "the key a. has no algorithm"),
            ("key a {\n algorithm hmac-md5;\n};", 2, "\"hmac-md5\" is not an algorithm"),
            ("key a {\n algorithm hmac-sha256-12;\n};", 2, "\"hmac-sha256-12\" is not an algorithm"),
            ("key a { algorithm hmac-sha256-64; secret AAAA; };", 1, "a MAC of 64 bits is not allowed"),
            ("key a { algorithm hmac-sha256; secret \"AAA\"; };", 1, "the secret is not valid Base64"),
            ("key a { algorithm hmac-sha256; secret \"\"; };", 1, "the secret is empty"),
            ("key a { algorithm hmac-sha1; algorithm hmac-sha1; };", 1, "a second algorithm"),
            ("key a { algorithm hmac-sha1; secret AAAA;\n secret AAAA; };", 2, "a second secret"),
            ("key a { algorithm hmac-sha1; secret AAAA }; ", 1, "\";\" expected"),
            ("key a { algorithm hmac-sha1; secret AAAA; }\n", 2, "\";\" expected"),
            ("key a..b { };", 1, "the key's name is not valid"),
            ("key { };", 1, "the name of a key expected"),
            ("options { };", 1, "\"key\" expected"),
            ("\n/* x\n", 2, "a comment begins here"),
            ("key \"a {\n", 1, "a quotation mark"),
            (
                "key a { algorithm hmac-sha1; secret AAAA; };\nkey A { algorithm hmac-sha1; secret AAAA; };", 2,
                "a second key"
            ),
        ])
    func mistakes(text: String, line: Int, message: String) {
        let error = #expect(throws: KeyFileError.self) { try KeyFile(text) }
        #expect(error?.line == line)
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("never has its secret in an error, wherever the mistake is")
    func secrecy() {
        let secret = "U0VDUkVUU0VDUkVU"
        let good = "key name { algorithm hmac-sha256; secret \"\(secret)\"; };"
        for offset in 0...good.count {
            for insert in ["", "{", ";", "\"", " ", "x", "\\", "é"] {
                var text = good
                let index = text.index(text.startIndex, offsetBy: offset)
                if insert.isEmpty, offset < good.count { text.remove(at: index) }
                text.insert(contentsOf: insert, at: index)
                do { _ = try KeyFile(text) } catch {
                    #expect(!error.description.contains("U0VDUkVU"), "\(text): \(error)")
                }
            }
        }
        for text in [
            "key \(secret) { algorithm \(secret); };", "\(secret) {", "key a { \(secret);", "\(secret):a:AAAA",
        ] {
            let error = #expect(throws: KeyFileError.self) { try KeyFile(text) }
            #expect(error?.description.contains(secret) == false)
        }
    }

    @Test("mutated at random never traps")
    func hostile() {
        var random = FixedSeed(state: 9)
        let good = Array("key \"n\" { algorithm hmac-sha256-128; secret \"AAAA\"; }; // c\n/* d */".utf8)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = random.byte()
            }
            let text = String(decoding: bytes.prefix(Int.random(in: 0...bytes.count, using: &random)), as: UTF8.self)
            _ = try? KeyFile(text)
            _ = try? TSIGKey(argument: text)
        }
    }

    @Test("of the installed tsig-keygen is understood", .enabled(if: Command.exists("tsig-keygen"), "not installed"))
    func realKeygen() throws {
        for algorithm in TSIGAlgorithm.allCases {
            let lines = try Command.lines("tsig-keygen -a \(algorithm) some.key.example")
            let key = try #require(try KeyFile(lines.joined(separator: "\n")).keys.first)
            #expect(key.name == name("some.key.example"))
            #expect(key.algorithm == algorithm)
            #expect(key.secretBytes.count >= 20)
        }
    }
}
