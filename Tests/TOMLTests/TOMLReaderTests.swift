import TOML
import Testing

/// The reader takes what TOML 1.0 calls valid, and tells lines of what it takes and of what it does not.
@Suite struct TOMLReaderTests {
    private func value(_ text: String) throws -> TOMLNode.Value? {
        guard case .table(let members) = try TOMLReader.read("x = \(text)").value else { return nil }
        return members["x"]?.value
    }

    private func canonical(_ text: String) throws -> String { try TOMLReader.read(text).canonical }

    @Test(arguments: [
        ("\"\"", ""), ("\"a b\"", "a b"), (#""\b\t\n\f\r\"\\""#, "\u{8}\t\n\u{C}\r\"\\"),
        (#""\u00e9\U0001F600""#, "é😀"),
        (#"'C:\x\'"#, #"C:\x\"#), ("\"\"\"\nx\r\ny\"\"\"", "x\ny"), ("\"\"\"a\\\n   \n  b\"\"\"", "ab"),
        ("\"\"\"\"\"x\"\"\"\"\"", "\"\"x\"\""),
        ("'''\n'a''b'''''", "'a''b''"), ("\"\"\"\"\"\"", ""), ("\"#\" # not", "#"), ("\"\u{9}\"", "\t"),
    ])
    func strings(text: String, string: String) throws {
        #expect(try value(text) == .string(string))
    }

    @Test(arguments: [
        ("0", 0), ("+7", 7), ("-0", 0), ("1_000", 1000), ("0xDead_beef", 0xDEAD_BEEF), ("0o755", 0o755), ("0b1101", 13),
        ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ])
    func integers(text: String, number: Int) throws {
        #expect(try value(text) == .integer(number))
    }

    @Test(arguments: [("0.5", 0.5), ("-3.1415", -3.1415), ("5e+22", 5e22), ("1_0.2_5E-1", 1.025), ("-inf", -.infinity)])
    func numbers(text: String, number: Double) throws {
        #expect(try value(text) == .number(number))
    }

    @Test(arguments: [
        "1979-05-27", "07:32:00", "07:32:00.999999", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00-07:00",
        "1979-05-27t00:32:00.5+07:00 # comment",
    ])
    func moments(text: String) throws {
        #expect(try value(text) == .moment)
    }

    @Test func tablesComeInEveryForm() throws {
        #expect(
            try canonical(
                """
                a.b = 1
                a."c d" = {e = [1, {f = 2}], g.h = 3, g.i = 4}
                [x.y]
                z = 1
                [x]
                w = 2
                [fruit]
                apple.taste.sweet = true
                [fruit.apple.texture]
                smooth = true
                [[list]]
                n = 1
                [[list]]
                [list.sub]
                n = 2
                [[list.deep]]
                [[list.deep]]
                """)
                == "{a={b=i1,c d={e=[i1,{f=i2}],g={h=i3,i=i4}}},fruit={apple={taste={sweet=true},texture={smooth=true}}},"
                + "list=[{n=i1},{deep=[{},{}],sub={n=i2}}],x={w=i2,y={z=i1}}}")
    }

    @Test func everyKeyAndElementHasItsLine() throws {
        let root = try TOMLReader.read(
            "# one\n[a]\nb = [\n  1,\n\n  { c = 2 },\n]\n\n[[d]]\n'e'.f = '''\n\n'''\ng = 1\n[[d]]\n")
        guard case .table(let members) = root.value, case .table(let a)? = members["a"]?.value,
            case .list(let b)? = a["b"]?.value, case .table(let c) = b[1].value,
            case .list(let d)? = members["d"]?.value,
            case .table(let first) = d[0].value
        else {
            Issue.record("not the expected shape: \(root)")
            return
        }
        #expect(members["a"]?.line == 2)
        #expect(a["b"]?.line == 3)
        #expect(b.map(\.line) == [4, 6])
        #expect(c["c"]?.line == 6)
        #expect(d.map(\.line) == [9, 14])
        #expect(first["e"]?.line == 10)
        #expect(first["g"]?.line == 13)
    }

    @Test(arguments: [
        ("[probe\n", "expected `]`, found the end of the line (column 7)", 1),
        ("a = \n", "expected a value, found the end of the line (column 5)", 1),
        ("a\n", "expected `=`, found the end of the line (column 2)", 1),
        ("= 1\n", "expected a key, found `=` (column 1)", 1),
        ("[]\n", "expected a key, found `]` (column 2)", 1),
        ("[a]\nx = 1\n\nx = 2\n", "`x` is there already, on line 2", 4),
        ("[a]\n[b]\n[a]\n", "`a` is there already, on line 1", 3),
        ("a = 1\na.b = 2\n", "`a` is no table: it has a value on line 1", 2),
        ("a = 1\n[a.b]\n", "`a` is no table: it has a value on line 1", 2),
        ("a.b = 1\n[a]\n", "`a` is there already, on line 1", 2),
        ("[a.b.c]\nz = 9\n[a]\nb.c.t = 1\n", "`c` is there already, on line 1", 4),
        ("a = {}\na.b = 1\n", "`a` is no table: it has a value on line 1", 2),
        ("a = [1]\n[[a]]\n", "`a` is there already, on line 1", 2),
        ("a = \"open\n", "the string does not end on its line (column 10)", 1),
        ("a = \"", "the string does not end (column 6)", 1),
        ("a = '''\nx\n", "the string that begins here does not end", 1),
        ("a = [1,\n2\n", "expected `]`, found the end of the file (column 1)", 3),
        ("a = [1 2]\n", "expected `]`, found `2` (column 8)", 1),
        ("a = 1 b = 2\n", "expected the end of the line, found `b` (column 7)", 1),
        ("a = {b = 1,\nc = 2}\n", "expected a key, found the end of the line (column 12)", 1),
        ("a = {b = 1,}\n", "expected a key, found `}` (column 12)", 1),
        ("a = 01\n", "`01` is no value: no leading zeros (column 5)", 1),
        ("a = 99999999999999999999\n", "`99999999999999999999` is no value: too large (column 5)", 1),
        ("a = 10s\n", "`10s` is no value: a text needs quotes (column 5)", 1),
        ("a = True\n", "`True` is no value: write `true` (column 5)", 1),
        ("a = 1__0\n", "`1__0` is no value: a text needs quotes (column 5)", 1),
        ("a = \"\\q\"\n", "there is no escape `\\q`; a backslash is `\\\\` (column 7)", 1),
        ("a = \"\\uD800\"\n", "4 hexadecimal digits of a character are needed here (column 8)", 1),
        ("\n\nä = 1\n", "a key with `ä` in it needs quotes (column 1)", 3),
        ("[größe]\n", "a key with `ö` in it needs quotes (column 4)", 1),
        ("\"\"\"a\"\"\" = 1\n", "a key may not go over several lines (column 1)", 1),
        ("a = \"\u{1B}\"\n", "a control character (27) has to be written as an escape (column 6)", 1),
        ("# \u{7}\n", "a control character (7) has to be written as an escape (column 3)", 1),
        ("a = 1\rb = 2\n", "expected the end of the line, found a control character (13) (column 6)", 1),
        ("a = \"\\u0000\"\n", "a NUL character (column 8)", 1),
    ])
    func whatIsNoTOMLIsRefusedOnItsLine(text: String, message: String, line: Int) {
        let error = #expect(throws: TOMLError.self) { try TOMLReader.read(text) }
        #expect(error?.description == message)
        #expect(error?.line == line)
    }

    /// A long file costs no more than its length.
    @Test func manyKeysAreReadInNoTime() throws {
        let text = "[zones]\n" + (0..<8000).map { "k\($0) = \($0)\n" }.joined()
        let time = try ContinuousClock().measure { _ = try TOMLReader.read(text) }
        #expect(time < .seconds(5))
    }
}
