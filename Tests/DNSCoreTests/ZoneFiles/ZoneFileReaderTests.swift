import Testing

@testable import DNSCore

@Suite("A zone file as people write it")
struct ZoneFileReaderTests {
    /// The records after the SOA and the NS record.
    private func read(_ text: String, included: [String: String] = [:]) throws -> [String] {
        try FileTexts(main: zoneHead + text, included: included).read().dropFirst(2).map(short)
    }

    @Test(
        "one record in many spellings",
        arguments: [
            "a 60 IN A 127.0.0.1", "a IN 60 A 127.0.0.1", "a 60 A 127.0.0.1", "a.z.test. 1m a 127.0.0.1",
            "a\t60\tin\tTYPE1\t\\# 4 7F000001", "a 60 CLASS1 A 127.0.0.1 ; comment", "a ( 60 IN\n A\n127.0.0.1 )",
            "a 60 ( A ; why (\n ; \"\n 127.0.0.1 ) ; done", "\\097 60 A 127.0.0.1\r",
            "$ORIGIN test.\na.z 60 A 127.0.0.1",
            "$ORIGIN a\n@ 60 A 127.0.0.1", "$TTL 60\na A 127.0.0.1", "$TTL 1m ; one\na IN A 127.0.0.1",
            "$ttl 1M0s\na IN A (127.0.0.1)", "\n ; nothing\n \t\na 60 A 127.0.0.1",
        ])
    func spellings(text: String) throws {
        #expect(try read(text) == ["a.z.test. 60 A 127.0.0.1"])
        #expect(try read(text + "\n") == ["a.z.test. 60 A 127.0.0.1"])
    }

    @Test("a line that begins with a blank is about the owner before, a directive or an empty line between or not")
    func sameOwner() throws {
        let text = "a 60 A 127.0.0.1\n  90 TXT x\n\n\t; comment\n$ORIGIN y.test.\n IN A 127.0.0.2"
        #expect(
            try read(text) == [
                "a.z.test. 60 A 127.0.0.1", #"a.z.test. 90 TXT "x""#, "a.z.test. 90 A 127.0.0.2",
            ])
    }

    @Test("a TTL that is left out is that of $TTL, else the last one written, else the SOA's minimum, with a note")
    func timesToLive() throws {
        let written = try FileTexts(main: "@ 7 SOA ns h 1 2 3 4 5\n@ NS ns\na 9 A 127.0.0.1\nb A 127.0.0.1").read()
        #expect(written.map(\.ttl) == [7, 7, 9, 9])
        let stated = try FileTexts(main: "$TTL 8\n@ 7 SOA ns h 1 2 3 4 5\n@ NS ns\na 9 A 127.0.0.1\nb A 1.1.1.1").read()
        #expect(stated.map(\.ttl) == [7, 8, 9, 8])
        let (minimum, notes) = try FileTexts(main: "@ SOA ns h 1 2 3 4 5\n@ NS ns\na 9 A 1.1.1.1\nb A 1.1.1.1")
            .readWithNotes()
        #expect(minimum.map(\.ttl) == [5, 5, 9, 5])
        #expect(notes.map(\.description) == ["main:1: no TTL: the SOA's minimum is taken; a $TTL line would say it"])
    }

    @Test(
        "times have units",
        arguments: [
            ("1h30m", 5400), ("1w2d3h4m5s", 788_645), ("0", 0), ("2147483647", 2_147_483_647), ("1W", 604_800),
            ("30m1h", 5400),
        ])
    func units(text: String, seconds: UInt32) throws {
        #expect(try read("a \(text) A 127.0.0.1") == ["a.z.test. \(seconds) A 127.0.0.1"])
        let soa = try #require(try FileTexts(main: "@ 1 SOA a b 1 \(text) 1h 1d 5m\n@ NS a").read().first)
        #expect(soa.data.description == "a.z.test. b.z.test. 1 \(seconds) 3600 86400 300")
    }

    @Test("names: relative, complete, escaped, the origin itself, and as long as can be")
    func names() throws {
        let label = String(repeating: "x", count: 63)
        let text = """
            * 1 A 127.0.0.1
            Caf\\195\\169\\032Nord 1 A 127.0.0.1
            a\\.b\\@\\; 1 CNAME @
            \\@ 1 CNAME \\$x
            \(label).\(label).\(label) 1 A 127.0.0.1
            """
        #expect(
            try read(text) == [
                "*.z.test. 1 A 127.0.0.1", "Caf\\195\\169\\032Nord.z.test. 1 A 127.0.0.1",
                "a\\.b\\@\\;.z.test. 1 CNAME z.test.", "\\@.z.test. 1 CNAME \\$x.z.test.",
                "\(label).\(label).\(label).z.test. 1 A 127.0.0.1",
            ])
    }

    @Test("text in quotation marks keeps semicolons, parentheses and blanks")
    func quoted() throws {
        #expect(
            try read(#"a 1 TXT "; (" b\ c ( "x\"y" ; z"# + "\n)")
                == [#"a.z.test. 1 TXT "; (" "b c" "x\"y""#])
    }

    @Test("an included file may have an origin of its own, and changes neither origin nor owner for the rest")
    func include() throws {
        let text = """
            a 1 A 127.0.0.1
            $INCLUDE sub/hosts.zone hosts
            $INCLUDE "more" ; comment
              1 TXT after
            b 1 A 127.0.0.1
            """
        let included = [
            "sub/hosts.zone": "x 1 A 127.0.0.2\n$ORIGIN deep\n@ 1 A 127.0.0.3\n$TTL 77",
            "more": "  1 TXT same\nm A 127.0.0.4",
        ]
        #expect(
            try read(text, included: included) == [
                "a.z.test. 1 A 127.0.0.1", "x.hosts.z.test. 1 A 127.0.0.2", "deep.hosts.z.test. 1 A 127.0.0.3",
                #"a.z.test. 1 TXT "same""#, "m.z.test. 77 A 127.0.0.4", #"a.z.test. 1 TXT "after""#,
                "b.z.test. 1 A 127.0.0.1",
            ])
    }

    @Test("DNSSEC's records may stand beside an alias, the same alias twice, and data in any order of names")
    func besideAlias() throws {
        let text = "a 1 CNAME b\nb 1 A 127.0.0.1\na 1 NSEC b CNAME NSEC\nA 1 CNAME B\n"
        #expect(try read(text).count == 4)
    }

    @Test("a text reads the same in pieces of whatever size")
    func pieces() throws {
        let text = zoneHead + "a ( 60 IN ; \"\n A 127.0.0.1 )\r\nb 1 TXT \"\\\"(\" \\034\n  2 A 127.0.0.2"
        let whole = try FileTexts(main: text).read()
        #expect(whole.count == 5)
        for size in 1...text.utf8.count { #expect(try FileTexts(main: text, pieceSize: size).read() == whole) }
    }

    @Test("a million records are read one by one: none is kept, nor is the text")
    func streaming() throws {
        var count = 0
        var reader = ZoneFileReader(
            zone: name("z.test"), file: "endless",
            text: ZoneFileText(pieces: { () throws(ZoneFileText.Unreadable) in
                count += 1
                return Array((count == 1 ? zoneHead : "h\(count) 60 A 127.0.0.1\n").utf8)
            }))
        for _ in 0..<5000 { #expect(try reader.next() != nil) }
        #expect(count <= 5001)
    }
}
