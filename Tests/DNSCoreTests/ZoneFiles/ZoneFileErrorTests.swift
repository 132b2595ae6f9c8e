import Testing

@testable import DNSCore

@Suite("What is wrong in a zone file, and in which line")
struct ZoneFileErrorTests {
    @Test(
        "each mistake is told with its line and with what would be right",
        arguments: [
            ("a 60 A 127.0.0.1 ; fine\nb 60 A 127.0.0.300", "main:4: \"127.0.0.300\" is not an IPv4 address"),
            ("a 60 A", "main:3: an IPv4 address is missing"), ("a", "main:3: a type is missing"),
            ("a 60 A 127.0.0.1 x", "main:3: \"x\" is too much"),
            ("a 60 TXT (\n x\n )\n)", "main:6: ) without its counterpart"),
            ("a 60 TXT (\n x\n", "main:3: ( without its counterpart"),
            ("a 60 SRV ( 0 0\n 70000\n a )", "main:4: \"70000\" is not a port"),
            ("a 60 TXT \"x\nb 60 A 127.0.0.1", "main:3: \" without its counterpart"),
            ("a 60 TXT \"x", "main:3: \" without its counterpart"),
            (
                "a 60 TXT \\300",
                "main:3: a backslash needs a character or three digits up to 255 after it"
            ),
            ("a 60 TXT x\\\nb", "main:3: a backslash needs a character or three digits up to 255 after it"),
            ("a..b 60 A 127.0.0.1", "main:3: a label is empty"),
            ("\(String(repeating: "x", count: 64)) 60 A 127.0.0.1", "main:3: a label has more than 63 bytes"),
            ("a 60 BOGUS x", "main:3: \"BOGUS\" is not a type"),
            ("a 1h30 A 127.0.0.1", "main:3: \"1h30\" is not a type"),
            ("a 60 60 A 127.0.0.1", "main:3: \"60\" is not a type"),
            (
                "a 2147483648 A 127.0.0.1",
                "main:3: the TTL is too large: at most 2147483647 seconds (RFC 2181 section 8)"
            ),
            (
                "a 99999999999999999999999w A 127.0.0.1",
                "main:3: the TTL is too large: at most 2147483647 seconds (RFC 2181 section 8)"
            ),
            ("$TTL 68y", "main:3: \"68y\" is not a TTL"), ("$TTL", "main:3: a TTL is missing"),
            ("$TTL 3551w", "main:3: the TTL is too large: at most 2147483647 seconds (RFC 2181 section 8)"),
            ("$TTL 1 2", "main:3: \"2\" is too much"), ("$ORIGIN", "main:3: an origin is missing"),
            ("$ORIGIN a..b", "main:3: a label is empty"),
            (
                "$GENERATE 1-9 a$ A 127.0.0.$",
                "main:3: $GENERATE is not read: write its records out,"
                    + " as named-compilezone does"
            ),
            (
                "$FOO 1",
                "main:3: \"$FOO\" is none of $ORIGIN, $TTL and $INCLUDE; an owner that begins so is written \\$FOO"
            ),
            ("a 60 CH TXT x", "main:3: the class is CH, and has to be IN"),
            ("a CLASS7 60 A 127.0.0.1", "main:3: the class is CLASS7, and has to be IN"),
            ("a 60 OPT \\# 0", "main:3: OPT is no type that a zone can hold"),
            ("a 60 AXFR x", "main:3: AXFR is no type that a zone can hold"),
            ("a.b. 60 A 127.0.0.1", "main:3: a.b. is not in the zone z.test.: is a dot missing, or one too much?"),
            (
                "xz.test. 60 A 127.0.0.1",
                "main:3: xz.test. is not in the zone z.test.: is a dot missing,"
                    + " or one too much?"
            ),
            ("@ 60 SOA ns h 1 2 3 4 5", "main:3: a second SOA: a zone has one"),
            ("a 60 SOA ns h 1 2 3 4 5", "main:3: the SOA is not at the top of the zone, z.test."),
            (
                "a 60 CNAME b\na 60 A 127.0.0.1",
                "main:4: a.z.test. is an alias (CNAME) and has other data: it may have only one of both"
            ),
            (
                "a 60 A 127.0.0.1\nb 60 TXT x\nA 60 CNAME b",
                "main:5: A.z.test. is an alias (CNAME) and has other data: it may have only one of both"
            ),
            ("@ 60 CNAME b", "main:3: z.test. is an alias (CNAME) and has other data: it may have only one of both"),
            ("a 60 CNAME b\na 60 CNAME c", "main:4: a.z.test. has a second CNAME: it may have one"),
            ("a 60 A \\# 3 010203", "main:3: the data ends too early"),
            (
                "a 60 LOC 52 N 13 E 0m",
                "main:3: data in the generic form \\# LENGTH HEXADECIMAL is missing"
            ),
        ])
    func faults(text: String, message: String) {
        #expect {
            try FileTexts(main: zoneHead + text).read()
        } throws: {
            "\($0)" == message
        }
    }

    @Test(
        "what is wrong with the whole, or with the beginning",
        arguments: [
            ("", "main: there is no SOA"), ("; nothing", "main: there is no SOA"),
            ("@ 60 NS ns", "main: there is no SOA"),
            ("@ 60 SOA ns h 1 2 3 4 5\na 60 NS ns", "main: there is no NS record at the top of the zone"),
            (" 60 A 127.0.0.1", "main:1: no record before this one has an owner: write its name in the first column"),
            ("\n@ NS ns", "main:2: no TTL: write one, or a $TTL line before the first record"),
        ])
    func wholes(text: String, message: String) {
        #expect {
            try FileTexts(main: text).read()
        } throws: {
            "\($0)" == message
        }
    }

    @Test(
        "no file is included from elsewhere, nor without end",
        arguments: [
            ("/etc/passwd", "main:3: \"/etc/passwd\" is absolute: $INCLUDE takes files below the zone file's folder"),
            ("../x", "main:3: \"../x\" may lead out of the zone file's folder: take \"..\" out"),
            ("a/../../x", "main:3: \"a/../../x\" may lead out of the zone file's folder: take \"..\" out"),
            ("\\046\\046/x", "main:3: \"../x\" may lead out of the zone file's folder: take \"..\" out"),
            ("missing", "main:3: missing: No such file or directory"), ("main", "main:3: \"main\" includes itself"),
            ("self", "self:2: \"self\" includes itself"),
            ("0", "7:1: $INCLUDE within $INCLUDE, more than 8 deep"),
            ("bad", "bad:2: \"A4\" is not a type"), ("ok a..b", "main:3: a label is empty"),
            ("ok a b", "main:3: \"b\" is too much"),
        ])
    func includes(path: String, message: String) {
        var included = ["self": "\n$INCLUDE self", "bad": "b 60 A 127.0.0.1\na A4", "ok": ""]
        for depth in 0..<20 { included["\(depth)"] = "$INCLUDE \(depth + 1)" }
        #expect {
            try FileTexts(main: zoneHead + "$INCLUDE \(path)", included: included).read()
        } throws: {
            "\($0)" == message
        }
    }

    @Test("files that include others many times over come to an end")
    func includeBomb() {
        var included: [String: String] = ["7": ""]
        for depth in 0..<7 {
            included["\(depth)"] = String(repeating: "$INCLUDE \(depth + 1)\n", count: 10)
        }
        #expect {
            try FileTexts(main: zoneHead + "$INCLUDE 0", included: included).read()
        } throws: {
            "\($0)".contains("more than 1000 files are included")
        }
    }

    @Test("an entry that does not end is given up, and comments do not count")
    func tooLong() throws {
        let comments = String(repeating: "; \(String(repeating: "x", count: 99))\n", count: 20_000)
        #expect(try FileTexts(main: zoneHead + "a 60 A (\n\(comments)127.0.0.1 )").read().count == 3)
        let words = String(repeating: "\(String(repeating: "x", count: 99))\n", count: 20_000)
        #expect {
            try FileTexts(main: zoneHead + "\na 60 TXT (\n\(words)").read()
        } throws: {
            "\($0)" == "main:4: more than a record can hold: is a \")\" or a quotation mark missing?"
        }
    }

    @Test("data is at most as long as a record can be")
    func longData() throws {
        let string = String(repeating: "x", count: 255)
        func text(_ count: Int) -> String {
            "a 60 TXT \(Array(repeating: string, count: count).joined(separator: " "))"
        }
        #expect(try FileTexts(main: zoneHead + text(255)).read().count == 3)
        #expect {
            try FileTexts(main: zoneHead + text(257)).read()
        } throws: {
            "\($0)".hasPrefix("main:3: more than a record can hold")
        }
    }

    @Test("after an error there is nothing more")
    func afterError() throws {
        var reader = ZoneFileReader(zone: name("z.test"), file: "f", text: ZoneFileText("a A4\n" + zoneHead))
        #expect(throws: ZoneFileError.self) { try reader.next() }
        #expect(try reader.next() == nil)
    }

    @Test("a file that can no longer be read is an error, not an end")
    func unreadable() {
        var isFirst = true
        var reader = ZoneFileReader(
            zone: name("z.test"), file: "f",
            text: ZoneFileText(pieces: { () throws(ZoneFileText.Unreadable) in
                guard isFirst else { throw ZoneFileText.Unreadable("Input/output error") }
                isFirst = false
                return Array(zoneHead.utf8)
            }))
        #expect {
            while try reader.next() != nil {}
        } throws: {
            "\($0)" == "f:3: Input/output error"
        }
    }
}
