import Testing

@testable import DNSCore

@Suite("Domain names")
struct DomainNameTests {
    @Test("keep their case and compare without it")
    func letterCase() throws {
        let mixed = try DomainName("_HTTP._tcp.Example.ORG.")
        let lower = try DomainName("_http._tcp.example.org.")
        #expect(mixed == lower)
        #expect(mixed.hashValue == lower.hashValue)
        #expect(mixed.description == "_HTTP._tcp.Example.ORG.")
        #expect(mixed.lowercased.wire == lower.wire)
        #expect(!(mixed < lower) && !(lower < mixed))
    }

    @Test("only ASCII letters have a case", arguments: [("@", "`"), ("[", "{"), ("\\193", "\\225"), ("0", "P")])
    func otherBytes(a: String, b: String) throws {
        #expect(try DomainName("aaaaaaaa\(a)") != DomainName("aaaaaaaa\(b)"))
        #expect(try DomainName(a) != DomainName(b))
    }

    @Test("lower case is the same byte by byte and eight at a time")
    func lowercase() {
        for byte in UInt8.min...UInt8.max {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                let others: UInt64 = 0x4141_5A5A_4040_5B5B & ~(0xFF << shift)
                let expected = (0..<8).reduce(UInt64(0)) { word, index in
                    let byte = UInt8(truncatingIfNeeded: (others | UInt64(byte) << shift) >> UInt64(8 * index))
                    return word | UInt64(asciiLowercased(byte)) << UInt64(8 * index)
                }
                #expect(asciiLowercased(others | UInt64(byte) << shift) == expected)
            }
        }
    }

    @Test("the order of RFC 4034 section 6.1")
    func canonicalOrder() throws {
        let names = try [
            "example.", "a.example.", "yljkjljk.a.example.", "Z.a.example.", "zABC.a.EXAMPLE.", "z.example.",
            "\\001.z.example.", "*.z.example.", "\\200.z.example.",
        ].map { try DomainName($0) }
        var generator = FixedSeed(state: 1)
        #expect(names.shuffled(using: &generator).sorted() == names)
        #expect(try DomainName.root < DomainName("a"))
    }

    @Test("labels of 63 bytes and names of 255 are the longest")
    func limits() throws {
        let label = String(repeating: "x", count: 63)
        let longest = "\(label).\(label).\(label).\(label.dropLast(2))."
        #expect(try DomainName(longest).wire.count == 255)
        #expect(try DomainName(longest.dropLast()).wire.count == 255)
        let tooLong = "\(label).\(label).\(label).\(label.dropLast())"
        #expect(throws: NameError.nameTooLong) { try DomainName(tooLong) }
        #expect(throws: NameError.nameTooLong) { try DomainName(tooLong + ".") }
        #expect(throws: NameError.nameTooLong) { try DomainName(labels: tooLong.utf8.split(separator: 0x2E)) }
        #expect(throws: NameError.nameTooLong) { try DomainName("x." + longest) }
        #expect(throws: NameError.nameTooLong) { try DomainName(label, origin: DomainName(longest)) }
        #expect(throws: NameError.labelTooLong) { try DomainName("x\(label).org") }
        #expect(throws: NameError.nameTooLong) { try DomainName(longest).prepending("x".utf8) }
        let many = Array(repeating: [UInt8(ascii: "a")], count: 127)
        #expect(try DomainName(labels: many).labelCount == 127)
        #expect(throws: NameError.nameTooLong) { try DomainName(labels: many + many) }
    }

    @Test("the order of the longest names", arguments: [0, 1])
    func orderOfManyLabels(last: Int) throws {
        let a = try DomainName(labels: Array(repeating: [UInt8(ascii: "a")], count: 127))
        let b = try DomainName(labels: Array(repeating: [UInt8(ascii: "a")], count: 126) + [[UInt8(ascii: "b")]])
        #expect(a < b && !(b < a) && !(a < a))
    }

    @Test(
        "text that is no name",
        arguments: [
            ("", NameError.emptyLabel), ("a..b", .emptyLabel), (".a", .emptyLabel), ("a.b..", .emptyLabel),
            ("a\\", .badEscape), ("a\\25", .badEscape), ("a\\256", .badEscape), ("a\\2x6", .badEscape),
        ])
    func badText(text: String, error: NameError) {
        #expect(throws: error) { try DomainName(text) }
    }

    @Test(
        "escapes go both ways",
        arguments: [
            ("a\\.b.c.", [[0x61, 0x2E, 0x62], [0x63]]), ("\\097.", [[0x61]]),
            ("My\\032Web\\032Site.", [Array("My Web Site".utf8)]), ("\\000\\255.", [[0, 255]]), ("\\@.", [[0x40]]),
        ] as [(String, [[UInt8]])])
    func escapes(text: String, labels: [[UInt8]]) throws {
        let name = try DomainName(text)
        #expect(name.labels.map(Array.init) == labels)
        #expect(try DomainName(name.description).wire == name.wire)
    }

    @Test("relative names end with the origin")
    func origin() throws {
        let origin = try DomainName("example.org")
        #expect(try DomainName("www", origin: origin).description == "www.example.org.")
        #expect(try DomainName("www.", origin: origin).description == "www.")
        #expect(try DomainName("@", origin: origin) == origin)
        #expect(try DomainName("www", origin: origin).description(relativeTo: origin) == "www")
        #expect(origin.description(relativeTo: origin) == "@")
        #expect(try DomainName("example.com").description(relativeTo: origin) == "example.com.")
    }

    @Test("a name is below its ancestors, label by label")
    func ancestors() throws {
        let name = try DomainName("a.b.Example.ORG")
        for ancestor in ["a.B.example.org", "example.org", "org", "."] {
            #expect(try name.isEqualOrBelow(DomainName(ancestor)))
        }
        for other in ["c.b.example.org", "ample.org", "x.a.b.example.org", "example.com"] {
            #expect(try !name.isEqualOrBelow(DomainName(other)))
        }
        // A label whose bytes look like the ancestor's wire form.
        #expect(try !DomainName("x\\003org").isEqualOrBelow(DomainName("org")))
        #expect(name.parent?.description == "b.Example.ORG.")
        #expect(DomainName.root.parent == nil)
    }
}
