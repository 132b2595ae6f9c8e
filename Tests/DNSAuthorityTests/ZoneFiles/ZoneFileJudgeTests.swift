import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

@Suite(
    "Zone files before the judges of BIND and Knot",
    .needs(programs: "named-checkzone", "named-compilezone", "kzonecheck"))
struct ZoneFileJudgeTests {
    @Test("generated zones are read as BIND reads them, and what is written passes both", arguments: [false, true])
    func generated(isAwkward: Bool) async throws {
        let folder = try TemporaryFolder()
        var text = ""
        GeneratedZone(instances: 400, isAwkward: isAwkward).write(to: &text)
        let source = try folder.write("source", text)
        let zone = try readZone("svc.test.", source)
        #expect(zone.recordCount > 400)
        #expect(try await records(zone) == asBINDReads("svc.test.", source, in: folder))

        var output = ""
        zone.writeZoneFile(to: &output)
        let written = try folder.write("written", output)
        #expect(try records(readZone("svc.test.", written)) == records(zone))
        #expect(try await asBINDReads("svc.test.", written, in: folder) == records(zone))
        for judge in Judge.allCases {
            let verdict = try await judge.accepts("svc.test.", written)
            #expect(verdict.succeeded, "\(judge): \(verdict.output.suffix(2000))")
        }
    }

    private func asBINDReads(
        _ zone: String, _ path: String, in folder: TemporaryFolder
    ) async throws -> Set<ResourceRecord> {
        _ = try await compiled(zone, path, in: folder)
        return records(try readZone(zone, "\(folder.path)/compiled"))
    }

    /// The zone as named-compilezone writes it out, every record complete in a line of its own.
    private func compiled(_ zone: String, _ path: String, in folder: TemporaryFolder) async throws -> String {
        let output = "\(folder.path)/compiled"
        let result = try await Tool.run(
            "named-compilezone", ["-k", "ignore", "-i", "none", "-s", "full", "-o", output, zone, path])
        try #require(result.succeeded, "\(result.output.suffix(2000))")
        return folder.read("compiled")
    }

    private static let head = "@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\nns 60 A 127.0.0.1\n"

    @Test(
        "what is accepted and read alike",
        arguments: [
            "$TTL 1h30m\na A 127.0.0.1\n 5 TXT x\n\n  IN 1w TXT y ; z\n",
            "$ORIGIN sub.z.test.\na 60 IN A 127.0.0.1\nb IN 60 A 127.0.0.1\n$ORIGIN deep.sub.z.test.\n@ 60 TXT (\n\"a;b\" ; c\n d )\n",
            "a 60 TYPE65280 \\# 4 DEADBEEF\nb 60 IN TYPE1 \\# 4 7F000001\nc 60 IN A \\# 4 7F000001\n",
            "Caf\\195\\169\\032Nord 60 A 127.0.0.1\na\\.b 60 A 127.0.0.1\n\\$x 60 TXT \"\\\"\\\\\\009\"\n\\@ 60 TXT x\n",
            "$INCLUDE hosts.zone inc.z.test.\nafter 60 A 127.0.0.1\n", "a 60 CNAME b\nb 60 CNAME nowhere\n",
            "a 60 SVCB 1 . port=53 alpn=h2\n@ 60 CAA 0 issue \"ca.test\"\n@ 60 MX 10 ns\n",
            "a 0 A 127.0.0.1\nb 2147483647 A 127.0.0.1\n", "d 60 NS ns.d\nns.d 60 A 127.0.0.1\n",
        ])
    func acceptedAlike(text: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("hosts.zone", "h1 60 A 127.0.0.2\n@ 60 TXT hosts\n")
        let source = try folder.write("source", Self.head + text)
        let zone = try readZone("z.test.", source)
        for judge in Judge.allCases where judge == .knot || !text.contains("$INCLUDE") {
            let verdict = try await judge.accepts("z.test.", source)
            #expect(verdict.succeeded, "\(judge): \(verdict.output)")
        }
        // BIND looks for included files where it was started, Knot beside the zone's file.
        let bindSource = try folder.write(
            "for-bind", Self.head + text.replacing("hosts.zone", with: "\(folder.path)/hosts.zone"))
        #expect(try await asBINDReads("z.test.", bindSource, in: folder) == records(zone))
    }

    @Test(
        "what is refused alike",
        arguments: [
            "a 60 A 127.0.0.300\n", "a 60 A\n", "a 60 SRV 0 0 70000 b\n", "a 60 BOGUS x\n", "a 60 TXT \"x\n",
            "a 60 TXT ( x\n", "a 60 TXT x )\n", "a..b 60 A 127.0.0.1\n", "a 60 CH TXT x\n", "$TTL 68y\n", "$FOO 1\n",
            "a 60 CNAME b\na 60 A 127.0.0.1\n", "a 60 CNAME b\na 60 CNAME c\n",
            "a 60 TXT \\300\n", "\(String(repeating: "x", count: 64)) 60 A 127.0.0.1\n", "$INCLUDE missing.zone\n",
            "a 60 A 127.0.0.1 x\n",
        ])
    func refusedAlike(text: String) async throws {
        let folder = try TemporaryFolder()
        let source = try folder.write("source", Self.head + text)
        #expect(throws: ZoneFileError.self) { try readZone("z.test.", source) }
        for judge in Judge.allCases {
            #expect(try await !judge.accepts("z.test.", source).succeeded, "\(judge) takes it")
        }
    }

    @Test("types that have no form of their own here are read as BIND reads them, and written in the generic one")
    func otherTypes() async throws {
        let folder = try TemporaryFolder()
        let hash = String(repeating: "AB", count: 32)
        let source = try folder.write(
            "source",
            Self.head + """
                a 60 HINFO "a PC" Linux
                a 60 RP host.elsewhere. @
                a 60 AFSDB 1 ns
                a 60 NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:x@z.test!" .
                a 60 KX 10 ns
                a 60 CERT 65000 2 200 Zm9v YmFy
                d 60 DNAME elsewhere.
                a 60 SSHFP 4 2 \(hash)
                a 60 DHCID Zm9vYmFy
                @ 60 NSEC3PARAM 1 0 5 ABCD
                a 60 SMIMEA 3 1 1 \(hash)
                a 60 OPENPGPKEY Zm9vYmFy
                a 60 SPF "v=spf1" "-all"
                a 60 URI 10 1 "https://z.test/a b"

                """)
        let zone = try readZone("z.test.", source)
        #expect(zone.recordCount == 17)
        var output = ""
        zone.writeZoneFile(to: &output)
        let written = try folder.write("written", output)
        #expect(try await compiled("z.test.", written, in: folder) == compiled("z.test.", source, in: folder))
        #expect(try await asBINDReads("z.test.", source, in: folder) == records(zone))
    }

    @Test(
        "what BIND reads and Knot does not is read",
        arguments: ["b 60 CLASS1 TYPE1 \\# 4 7F000001\n", "$ORIGIN sub\na 60 A 127.0.0.1\n"])
    func asBINDAlone(text: String) async throws {
        let folder = try TemporaryFolder()
        let source = try folder.write("source", Self.head + text)
        #expect(try await asBINDReads("z.test.", source, in: folder) == records(readZone("z.test.", source)))
        #expect(try await !Judge.knot.accepts("z.test.", source).succeeded)
    }

    @Test(
        "what one of them puts up with is refused all the same",
        arguments: [
            // With a warning that the server goes on without it.
            ("b.elsewhere. 60 A 127.0.0.1\n", Judge.bind), ("@ 60 SOA ns h 2 2 3 4 5\n", .knot),
            ("a 60 A \\# 3 010203\n", .knot),
        ])
    func stricter(text: String, lenient: Judge) async throws {
        let folder = try TemporaryFolder()
        let source = try folder.write("source", Self.head + text)
        #expect(throws: ZoneFileError.self) { try readZone("z.test.", source) }
        #expect(try await lenient.accepts("z.test.", source).succeeded)
    }
}
