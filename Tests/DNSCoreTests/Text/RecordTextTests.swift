import Testing

@testable import DNSCore

@Suite("Records as people write them")
struct RecordTextTests {
    @Test(
        "other spellings of the same data",
        arguments: [
            (RecordType.mx, "10 mail", "10 mail.example.org."), (.mx, "  10\t@ ; comment", "10 example.org."),
            (.soa, "ns host ( 1 ; serial\n 2 3 4\n 5 )", "ns.example.org. host.example.org. 1 2 3 4 5"),
            (.txt, #"a\098c "d e" \"q\""#, #""abc" "d e" "\"q\"""#), (.txt, #""a""b""#, #""a" "b""#),
            (.txt, "\"caf\u{E9}\"", #""caf\195\169""#),
            (.tlsa, "3 1 1 ab cd (ef\n01)", "3 1 1 ABCDEF01"), (.ds, "1 RSASHA256 2 aa", "1 8 2 AA"),
            (.dnskey, "256 3 8 Zm9v YmFy", "256 3 8 Zm9vYmFy"), (.dnskey, "256 3 8", "256 3 8 "),
            (.rrsig, "A 8 2 60 4294967295 0 1 . Zg==", "A 8 2 60 21060207062815 19700101000000 1 . Zg=="),
            (.rrsig, "A 8 2 60 20000229235959 1 1 . Zg==", "A 8 2 60 20000229235959 19700101000001 1 . Zg=="),
            (.nsec, "next aaaa type1 TXT", "next.example.org. A TXT AAAA"),
            (.svcb, "1 . port=53 alpn=h2,h3", #"1 . alpn="h2,h3" port=53"#),
            (.svcb, #"1 . mandatory=port,alpn key3=\0005 alpn=h2"#, #"1 . mandatory=alpn,port alpn="h2" port=53"#),
            (.svcb, #"1 . key65333="a b" alpn="f\\\\oo\\,bar,h2""#, #"1 . alpn="f\\\\oo\\,bar,h2" key65333="a b""#),
            (.caa, #"0 issue letsencrypt.org"#, #"0 issue "letsencrypt.org""#),
        ])
    func spellings(type: RecordType, text: String, canonical: String) throws {
        let data = try RecordData(type: type, text: text, origin: DomainName("example.org"))
        #expect(data.description == canonical)
    }

    @Test(
        "text that is not what its type asks for, and what is said of it",
        arguments: [
            (RecordType.a, "", "an IPv4 address is missing at column 1"),
            (.a, "1.2.3.400", "\"1.2.3.400\" is not an IPv4 address at column 1"),
            (.a, "1.2.3.4 5", "\"5\" is too much at column 9"),
            (.srv, "1 2 80", "a target is missing at column 7"),
            (.srv, "1 2 70000 a.", "\"70000\" is not a port at column 5"),
            (.srv, "1 -2 80 a.", "\"-2\" is not a weight at column 3"),
            (.srv, "1 2 80 a..b", "a label is empty at column 8"),
            (.txt, "\"open", "\" without its counterpart at column 1"),
            (.txt, "a )", ") without its counterpart at column 3"),
            (.txt, "( a", "( without its counterpart at column 4"),
            (.txt, "\\300", "a backslash needs a character or three digits up to 255 after it at column 1"),
            (.tlsa, "3 1 1 abc", "\"abc\" is not hexadecimal data at column 6"),
            (.nsec, "a. A BOGUS", "\"BOGUS\" is not a type at column 6"),
            (.opt, "x", "data in the generic form \\# LENGTH HEXADECIMAL is missing at column 1"),
            (.a, "\\# 3 010203", "the data ends too early at column 1"),
            (.a, "\\# 4 010203", "\"3 bytes\" is not 4 bytes at column 5"),
            (.rrsig, "A 8 2 60 20010229000000 1 1 . Zg==", "\"20010229000000\" is not an expiration time at column 10"),
            (.svcb, "1 . port=x", "\"x\" is not a port at column 10"),
            (.svcb, "1 . mandatory=port", "a mandatory parameter is missing at column 19"),
            (.svcb, "1 . port=1 port=2", "\"port=2\" is not a parameter that is not there yet at column 12"),
            (.svcb, "1 . key01=x", "\"key01=x\" is not a service parameter at column 5"),
            (.caa, "0 is-sue x", "\"is-sue\" is not a tag at column 3"),
        ])
    func errors(type: RecordType, text: String, message: String) {
        #expect {
            try RecordData(type: type, text: text)
        } throws: {
            "\($0)" == message
        }
    }

    @Test("a string of 255 bytes fits, of 256 not")
    func longString() throws {
        #expect(try RecordData(type: .txt, text: String(repeating: "\\097", count: 255)).encoded().count == 256)
        #expect(throws: RecordTextError.self) { try RecordData(type: .txt, text: String(repeating: "a", count: 256)) }
    }

    @Test("mangled text never traps")
    func mangled() throws {
        var random = RandomMessage(seed: 11)
        var accepted = 0
        for _ in 0..<3000 {
            let type = RandomMessage.types[random.int(0..<RandomMessage.types.count)]
            let text = String(decoding: random.mutated(Array(random.data(type).description.utf8)), as: UTF8.self)
            guard let data = try? RecordData(type: type, text: text) else { continue }
            accepted += 1
            #expect(try RecordData(type: type, text: data.description) == data)
        }
        #expect(accepted > 300)
    }

    @Test("types have names, and numbers where they have none")
    func types() {
        #expect(RecordType("srv") == .srv)
        #expect(RecordType("TYPE33") == .srv)
        #expect(RecordType(rawValue: 65_280).description == "TYPE65280")
        for bad in ["", "TYPE", "TYPE+1", "TYPE65536", "BOGUS"] { #expect(RecordType(bad) == nil) }
    }
}
