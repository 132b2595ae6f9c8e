import Glibc
import PeerServers
import Testing

@Suite("`ca`: certificates for a site that has none", .needs(programs: "openssl"))
struct CACommandTests {
    private static let service = "_http._tcp.web.svc.internal."
    private let program: Program

    init() throws { program = try Program() }

    private var folder: String { "\(program.home.path)/.local/share/svctop/ca" }

    private func fields(_ output: String) -> [String: String] {
        Dictionary(
            output.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ", maxSplits: 1)
                return words.count == 2 ? (String(words[0]), String(words[1].drop { $0 == " " })) : nil
            }
        ) { first, _ in first }
    }

    @Test("from nothing to a certificate that openssl takes, in two commands")
    func twoCommands() async throws {
        let made = try await program.run("ca", "init", "--name", "My site")
        #expect(made.output == "\(folder)/ca.pem\n", "\(made.complaint)")
        #expect(try mode(of: folder) == 0o700)
        #expect(try mode(of: "\(folder)/ca.key") == 0o600)
        let issued = try await program.run("ca", "issue", Self.service, "--host", "h1.internal", "--host", "::1")
        #expect(issued.status == 0, "\(issued.complaint)")
        let shown = fields(issued.output)
        let certificate = try #require(shown["certificate"])
        #expect(certificate == "\(folder)/certificates/_http._tcp.web.svc.internal.pem")
        #expect(try mode(of: #require(shown["key"])) == 0o600)
        #expect(shown["authority"] == "\(folder)/ca.pem")
        #expect(shown["names"] == "_http.web.svc.internal, web.svc.internal, h1.internal, ::1")
        #expect(shown["pin"]?.count == 44)
        #expect(shown["TLSA"]?.hasPrefix("3 1 1 ") == true)
        #expect(!issued.output.contains("PRIVATE"))
        let verified = try await Tool.run("openssl", ["verify", "-CAfile", "\(folder)/ca.pem", certificate])
        #expect(verified.succeeded, "\(verified.output)")
        let again = try await program.run("ca", "show", certificate)
        #expect(fields(again.output)["pin"] == shown["pin"])
    }

    @Test("nothing is overwritten")
    func refusals() async throws {
        _ = try await program.run("ca", "init")
        let before = text(of: "\(folder)/ca.key")
        let again = try await program.run("ca", "init")
        #expect(again.status == 1)
        #expect(again.complaint == "svctop: there is an authority in \(folder) already, and nothing is overwritten\n")
        #expect(text(of: "\(folder)/ca.key") == before)
        _ = try await program.run("ca", "issue", Self.service)
        let second = try await program.run("ca", "issue", Self.service)
        #expect(second.status == 1)
        #expect(second.complaint.hasPrefix("svctop: \(Self.service) has a certificate already, "))
    }

    @Test("renewing keeps the key, and --new-key does not; a timer renews what is near its end")
    func renewing() async throws {
        _ = try await program.run("ca", "init")
        let first = fields(try await program.run("ca", "issue", Self.service).output)
        let file = try #require(first["certificate"])
        let old = text(of: file)
        #expect(try await program.run("ca", "renew", "--all").output == "", "there is time")
        #expect(text(of: file) == old)
        let renewed = try await program.run("ca", "renew", "--all", "--within", "31")
        #expect(renewed.output.hasPrefix("\(file)  until 20"), "\(renewed.complaint)")
        #expect(text(of: file) != old)
        #expect(fields(try await program.run("ca", "show", file).output)["pin"] == first["pin"])
        #expect(try await program.run("ca", "renew", Self.service, "--new-key").status == 0)
        #expect(fields(try await program.run("ca", "show", file).output)["pin"] != first["pin"])
        #expect(try await program.run("ca", "renew", Self.service, "--host", "h9.internal").status == 0)
        let names = fields(try await program.run("ca", "show", file).output)["names"]
        #expect(names == "_http.web.svc.internal, web.svc.internal, h9.internal")
        let unknown = try await program.run("ca", "renew", "other.internal")
        #expect(unknown.complaint.contains("no certificate was issued for other.internal."))
        #expect(try await program.run("ca", "renew").status == 2)
    }

    @Test("the list says what is near its end")
    func listing() async throws {
        _ = try await program.run("ca", "init", "--folder", "\(program.home.path)/ca")
        let place = ["--folder", "\(program.home.path)/ca"]
        _ = try await program.run(["ca", "issue", Self.service] + place)
        _ = try await program.run(
            ["ca", "issue", "backup.internal", "--client", "--days", "2", "--out", "\(program.home.path)/out"] + place)
        try overwriteLastDates()
        let lines = try await program.run(["ca", "list"] + place).output.split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("backup.internal.              until "))
        #expect(lines[1].hasPrefix("old.internal."))
        #expect(lines[1].hasSuffix("/old.pem  EXPIRED"))
        #expect(lines[2].hasSuffix("/_http._tcp.web.svc.internal.pem"))
    }

    /// As if one had been issued long ago.
    private func overwriteLastDates() throws {
        let index = "\(program.home.path)/ca/issued"
        try overwrite(
            index, with: text(of: index) + "1 20200101000000 20200201000000 old.internal. server - /old.pem\n")
    }

    @Test("without an authority, the command says how to make one")
    func nothingThere() async throws {
        let result = try await program.run("ca", "issue", Self.service)
        #expect(result.complaint == "svctop: there is no authority in \(folder): make one with `svctop ca init`\n")
        #expect(try await program.run("ca", "issue", "a b").status == 1)
        #expect(try await program.run("ca", "init", "--days", "0").status == 2)
    }
}
