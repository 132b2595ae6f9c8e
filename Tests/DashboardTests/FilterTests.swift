import DNSCore
import ServiceCatalog
import Testing

@testable import Dashboard

/// The filter language over the office's zone.
@Suite struct FilterTests {
    /// The titles of what a filter finds, in the order of their names.
    private func found(_ text: String, in zone: TestZone) throws -> [String] {
        let filter = try Filter(parsing: text)
        let catalog = zone.snapshot.catalog
        var titles: [String] = []
        catalog.forEachInstance { instance in
            if filter.matches(zone.snapshot, instance, at: .testStart) { titles.append(catalog.title(of: instance)) }
        }
        return titles.sorted()
    }

    @Test(arguments: [
        ("", 22),
        ("   ", 22),
        ("ldap", 4),
        ("LDAP", 4),
        ("ldap dc1", 1),
        ("ldap and dc1", 1),
        ("dc1", 2),
        ("dc1:389", 1),
        ("dc1.corp.example", 2),
        ("dc1.corp.example.:389", 0),
        ("corp", 0),
        ("down", 1),
        ("!up", 9),
        ("not up", 9),
        ("!!up", 13),
        ("not not up", 13),
        ("ldap !dc1", 3),
        ("ldap or sip", 6),
        ("ldap dc1 or sip sbc-a", 2),
        ("ldap (dc1 or dc2)", 2),
        ("(ldap or sip) (dc1 or sbc-a)", 2),
        ("!(ldap or sip)", 16),
        ("status:down", 1),
        ("status:down,stale", 2),
        ("status:d", 3),
        ("status:problems", 7),
        ("status:problem", 7),
        ("status!=up", 9),
        ("status=up", 13),
        ("state:up", 13),
        ("port:389", 4),
        ("port:389,88", 7),
        ("port!=389", 18),
        ("port>8000", 4),
        ("port>=8080", 4),
        ("port<88", 1),
        ("port<=88", 4),
        ("port:38", 0),
        ("38", 4),
        ("rtt>50ms", 1),
        ("rtt>0.05s", 1),
        ("rtt<1", 3),
        ("rtt<1ms", 3),
        ("rtt<500us", 1),
        ("ttl<60", 4),
        ("ttl>=1h", 2),
        ("ttl:600", 3),
        ("age<10m", 4),
        ("for>1d status:up", 13),
        ("priority:20", 1),
        ("prio>5 weight>=50", 3),
        ("target:db", 3),
        ("target:db*", 3),
        ("target:*-a", 2),
        ("target:d?1", 2),
        ("target:\"d?1\"", 0),
        ("target=dc1", 2),
        ("target:dc1.corp.example", 2),
        ("target:corp", 0),
        ("target!=dc1", 20),
        ("service:_ldap", 4),
        ("svc:_ldap._tcp", 4),
        ("service:*._udp", 8),
        ("instance:dc1:389", 1),
        ("reason:refused", 1),
        ("why:\"connection refused\"", 1),
        ("address:10.0.1.*", 4),
        ("ip:2001:db8:1::11", 2),
        ("zone:corp*", 22),
        ("zone:other", 0),
        ("\"or\"", 1),
        ("target~^dc[0-9]+$", 6),
        ("target~^DC[12]$", 4),
        ("target!~^dc", 16),
        ("target~^(dc|web)\\d+$ port<100", 3),
        ("(target~^(dc1|dc2)$ or sip) up", 3),
        ("service~\"^_(ldap|sip)\"", 6),
        ("svc~_udp$", 8),
        ("address~^10\\.0\\.1\\.", 4),
        ("target~dc1\\.corp\\.example$", 2),
        ("reason~ref.sed", 1),
        ("/^dc[12]:389$/", 2),
        ("/LDAP|sip/ up", 3),
        ("!/dc/", 16),
        ("/web1{1,2}:/ or /web1[^:]/", 2),
        ("\"ldap dc1\"", 0),
        ("nothing-like-this", 0),
    ])
    func finds(_ text: String, _ count: Int) throws {
        #expect(try found(text, in: .corp()).count == count)
    }

    @Test func findsLabelsOfInstancesAndBytesBeyondASCII() throws {
        let zone = try TestZone.printers()
        #expect(try found("café", in: zone) == ["Café München"])
        #expect(try found("\"colour printer\"", in: zone) == ["Colour Printer 3rd floor"])
        #expect(try found("プリンタ", in: zone) == ["東京プリンター"])
        #expect(try found("lp3", in: zone) == ["Colour Printer 3rd floor", "lp3:22"])
        #expect(try found("instance:c*", in: zone) == ["Café München", "Colour Printer 3rd floor"])
    }

    @Test func aRoundTripThatWasNeverMeasuredIsNeitherLongNorShort() throws {
        let zone = try TestZone("z.", "_a._tcp 60 SRV 0 0 1 h ; unknown")
        #expect(try found("rtt<1h", in: zone).isEmpty)
        #expect(try found("rtt>0ms", in: zone).isEmpty)
    }

    @Test func oldDataIsNotUp() throws {
        var zone = try TestZone.corp()
        zone.freshness.confirmedAt = .testStart.advanced(by: .seconds(-31))
        #expect(try found("status:up", in: zone).isEmpty)
        #expect(try found("status:unknown", in: zone).count == 15)
        #expect(try found("status:down", in: zone).count == 1)
    }

    @Test func tombstonesAreWithdrawn() throws {
        var zone = try TestZone("z.", "_a._tcp 60 SRV 0 0 1 h ; up\n_a._tcp 60 SRV 0 0 1 i ; up")
        try zone.replace(with: "_a._tcp 60 SRV 0 0 1 h ; up")
        let gone = try #require(zone.snapshot.tombstones.first?.instance)
        #expect(try Filter(parsing: "status:withdrawn i").matches(zone.snapshot, gone, at: .testStart))
        #expect(try !Filter(parsing: "status:up").matches(zone.snapshot, gone, at: .testStart))
    }

    @Test(arguments: [
        ("(ldap", 0, "the parenthesis is not closed"),
        ("ldap)", 4, "this parenthesis closes nothing"),
        ("()", 1, "a word or a condition is missing here"),
        ("a or", 4, "a word or a condition is missing here"),
        ("or a", 0, "a word or a condition is missing here"),
        ("a and or b", 6, "a word or a condition is missing here"),
        ("!", 1, "a word or a condition is missing here"),
        ("a \"b", 2, "the quotation mark has no partner"),
        ("tarrget:x", 0, "“tarrget” is not a field; “target” is"),
        ("a prot>80", 2, "“prot” is not a field; “port” is"),
        ("status:dwon", 7, "“dwon” is not a status; “down” is"),
        ("port:", 5, "a value is missing after “port:”"),
        ("port:80,", 8, "a value is missing after “port:”"),
        ("port>http", 5, "“http” is not a number"),
        ("port>-1", 5, "“-1” is not a number"),
        ("port>99999999999999999999", 5, "“99999999999999999999” is not a number"),
        ("rtt>5parsecs", 4, "“5parsecs” is not a time, as in rtt>50ms"),
        ("rtt:5ms", 0, "“rtt” takes “<” or “>”, as in rtt>50ms"),
        ("port>80,90", 8, "“>” takes one value"),
        ("/dc", 3, "“/” is missing behind the expression"),
        ("a target~\"dc", 12, "“\"” is missing behind the expression"),
        ("target~", 7, "a regular expression is missing here"),
        ("//", 1, "a regular expression is missing here"),
        ("port~80", 0, "“port” is not text: it takes no “~”"),
        ("target~dc[0-9", 9, "the bracket is not closed"),
        ("target~dc(a|b", 9, "the parenthesis is not closed"),
        ("target~*a", 7, "there is nothing before “*” to repeat"),
        ("target~a**", 9, "this repeats a repetition"),
        ("target~(a)\\1", 10, "“\\1” refers back, which takes time without bounds"),
        ("target~a{3,2}", 8, "these numbers are the wrong way round"),
        ("target~a{x}", 9, "a number is missing here, as in “{2,3}”"),
        ("target~a{999}", 9, "at most 255 repetitions"),
        ("target~[z-a]", 8, "this range is the wrong way round"),
        ("target~(a{99}){99}", 7, "the expression is too long when written out"),
        ("target~[é]", 8, "brackets take ASCII only; “|” takes anything"),
        ("target~\\q", 7, "“\\q” means nothing here"),
        (
            "target~[[:digits:]]", 8,
            "“[:digits:]” is no class; there are alnum, alpha, digit, lower, punct, space, upper, xdigit"
        ),
        ("status>up", 0, "“status” takes “:”, “=” or “!=”"),
        ("service<a", 0, "“service” is text and takes “:”, “=”, “!=” or “~”"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ position: Int, _ message: String) {
        #expect(throws: FilterError(message, at: position)) { try Filter(parsing: text) }
    }

    @Test func namesTheFieldsThereAreForAWordThatIsLikeNone() {
        let error = #expect(throws: FilterError.self) { try Filter(parsing: "xyzzy:1a") }
        #expect(error?.message.contains("status, service, instance, target") == true)
    }

    @Test func depthAndLengthAreBounded() {
        let deep = String(repeating: "(", count: 500) + "a" + String(repeating: ")", count: 500)
        #expect(throws: FilterError.self) { try Filter(parsing: deep) }
        #expect(throws: FilterError.self) { try Filter(parsing: String(repeating: "a", count: 1001)) }
        #expect(throws: Never.self) { try Filter(parsing: String(repeating: "!", count: 999) + "a") }
    }

    /// Whatever is typed is read or refused.
    @Test func anyTextIsReadOrRefused() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "a", "port", ":", ">", "<=", "!=", "!", "(", ")", "\"", "\\", " ", ",", "*", "?", "or", "and", "not", "é",
            "\u{0}",
            "status", "80", "ms", ".", "~", "/", "[", "]", "{", "}", "|", "^", "$", "target", "+", "\u{202E}", "🧨",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            if let filter = try? Filter(parsing: text) { #expect(filter.text == text) }
        }
    }
}
