import DNSCore
import Glibc
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("Folders for other servers")
struct ExportTests {
    private let fixture: ExportFixture
    private let listening = [SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 5300)]

    init() throws { fixture = try ExportFixture() }

    private func text(_ files: [ExportedFile], _ name: String) throws -> String {
        let file = try #require(files.first { $0.name == name })
        var text = ""
        file.write(to: &text)
        return text
    }

    @Test("secrets are in one file of their own, for its owner alone, and nowhere else")
    func secrets() throws {
        let settings = ExportSettings(listening: listening)
        for files in [
            try BINDExport(fixture.zones, keys: fixture.keys, settings: settings, folder: "/d", at: 0).files,
            try KnotExport(fixture.zones, keys: fixture.keys, settings: settings, folder: "/d", at: 0).files,
        ] {
            #expect(files.filter(\.isSecret).map(\.name) == ["keys.conf"])
            for file in files {
                let text = try text(files, file.name)
                for key in fixture.keys {
                    #expect(text.contains(Base64.encode(key.key.secretBytes)) == file.isSecret)
                }
            }
        }
    }

    @Test("what BIND and Knot cannot say is said to whoever reads the configuration")
    func differences() throws {
        var limited = fixture.service
        limited.mostRecords = 5
        limited.validUntil = 200
        let settings = ExportSettings(
            listening: listening, updateAddresses: [try #require(AddressRange("127.0.0.9/8"))])
        let keys = [fixture.admin, limited, ExportFixture.key("t.", .transfer, 9, macLength: 16, from: 99)]
        let bind = try text(
            BINDExport(fixture.zones, keys: keys, settings: settings, folder: "/d", at: 5).files, "named.conf")
        #expect(bind.contains("How many records a key may have is not limited."))
        #expect(bind.contains("Keys do not expire by themselves"))
        #expect(bind.contains("updates without a key from 127.0.0.0/8 are refused"))
        #expect(bind.contains("Left out: t.: a key that is not valid at the moment"))
        #expect(bind.contains("Wider than before: at every depth below it."))
        let knot = try text(
            KnotExport(fixture.zones, keys: keys, settings: settings, folder: "/d", at: 100).files, "knot.conf")
        #expect(knot.contains("Knot does not shorten signatures"))
        #expect(knot.contains("NS and DNSKEY among them"))
    }

    @Test("secondaries are told with the key that they know; ports and families stay apart")
    func addresses() throws {
        let six = IPAddress("::1") ?? .v4(IPv4Address(rawValue: 0))
        let settings = ExportSettings(
            listening: listening + [.init(six, port: 5301), .init(.v4(IPv4Address(rawValue: 0)), port: 5302)],
            secondaries: [.init(.init(six, port: 5400), key: name("watcher.")), .init(listening[0])])
        let bind = try text(
            BINDExport(fixture.zones, keys: fixture.keys, settings: settings, folder: "/d/", at: 5).files, "named.conf")
        for line in [
            "listen-on port 5300 { 127.0.0.1; };", "listen-on port 5302 { any; };",
            "listen-on-v6 port 5301 { ::1; };",
            "also-notify { ::1 port 5400 key \"watcher.\"; 127.0.0.1 port 5300; };", "file \"/d/svc.test.zone\";",
        ] { #expect(bind.contains(line), "\(line) in \(bind)") }
        let knot = try text(
            KnotExport(fixture.zones, keys: fixture.keys, settings: settings, folder: "/d", at: 5).files, "knot.conf")
        for line in [
            #"listen: [ "127.0.0.1@5300", "::1@5301", "0.0.0.0@5302" ]"#, #"address: "::1@5400""#,
            "notify: [ secondary0, secondary1 ]",
        ] { #expect(knot.contains(line), "\(line) in \(knot)") }
    }

    @Test(
        "configurations with all that there is are valid", .needs(programs: "named-checkconf", "knotc"),
        arguments: [true, false])
    func valid(hasKeys: Bool) async throws {
        let settings = ExportSettings(
            listening: ["127.0.0.1:5300", "[::1]:5301", "0.0.0.0:5302", "[::]:5303"].compactMap { .init($0) },
            transferAddresses: ["127.0.0.0/8", "2001:db8::1/33"].compactMap { AddressRange($0) },
            updateAddresses: ["127.0.0.9", "::1"].compactMap { AddressRange($0) },
            secondaries: [.init(listening[0], key: name("watcher.")), .init(listening[0], key: name("nobodys."))])
        let types = [RecordType.srv, .txt, RecordType(rawValue: 65_280), RecordType(rawValue: 262)]
        let keys =
            hasKeys
            ? fixture.keys + [
                ExportFixture.key("odd\\000\\;\\{\\}\\#\\\"\\010._x._udp.svc.test.", .owner, 30, types: types),
                ExportFixture.key("svc.test.", .owner, 31), ExportFixture.key("short.", .admin, 32, macLength: 16),
            ] : []
        let place = try TemporaryFolder()
        let (bind, knot) = (try ExportFolder("\(place.path)/bind"), try ExportFolder("\(place.path)/knot"))
        try bind.write(BINDExport(fixture.zones, keys: keys, settings: settings, folder: bind.path, at: 0).files)
        try knot.write(KnotExport(fixture.zones, keys: keys, settings: settings, folder: knot.path, at: 0).files)
        let checks = [
            try await Tool.run("named-checkconf", ["-z", "\(bind.path)/named.conf"]),
            try await Tool.run("knotc", ["-c", "\(knot.path)/knot.conf", "conf-check"]),
        ]
        for check in checks { #expect(check.succeeded, "\(check.output)") }
    }

    @Test("addresses with ports as they are written")
    func endpoints() {
        for text in ["127.0.0.1:5300", "[::1]:53"] { #expect(SocketPlace(text)?.description == text) }
        for text in ["", "127.0.0.1", "127.0.0.1:0", "::1:53", "[127.0.0.1]:53", "host:53", "127.0.0.1:65536"] {
            #expect(SocketPlace(text) == nil)
        }
    }

    @Test("paths that configuration files cannot hold are refused", arguments: ["d", "", "/a\"b", "/a\\b", "/a\nb"])
    func paths(path: String) {
        #expect(throws: ExportError.self) {
            try BINDExport(
                fixture.zones, keys: [], settings: ExportSettings(listening: listening), folder: path, at: 0)
        }
    }

    @Test("files of zones are named after them, whatever their names are")
    func fileNames() throws {
        #expect(ZoneFileName.text(name("SVC.test."), 0) == "svc.test.zone")
        #expect(ZoneFileName.text(.root, 0) == "root.zone")
        #expect(ZoneFileName.text(name("a\\/b\\.\\000."), 0) == "a%2Fb%2E%00.zone")
        let long = try DomainName(labels: Array(repeating: [UInt8](repeating: 0xFF, count: 60), count: 4))
        #expect(ZoneFileName.text(long, 3) == "zone-3.zone")
    }

    @Test("are written with their modes, and overwrite nothing")
    func folder() throws {
        let place = try TemporaryFolder()
        let folder = try ExportFolder("\(place.path)/new")
        let files = [ExportedFile("open", .text("a")), ExportedFile("secret", .text("b"), isSecret: true)]
        try folder.write(files)
        var status = stat()
        try #require(stat("\(folder.path)/secret", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(place.read("new/open") == "a")
        #expect {
            try folder.write([ExportedFile("open", .text("c"))])
        } throws: {
            "\($0)" == "\(folder.path)/open: is there already: export to an empty folder"
        }
        #expect(place.read("new/open") == "a")
    }
}
