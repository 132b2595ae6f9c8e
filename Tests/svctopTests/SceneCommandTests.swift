import PeerServers
import Testing

/// `svctop scene` on the command line: what it prints, and how mistakes are told.
@Suite struct SceneCommandTests {
    private static let scene = """
        title Two
        zone svc.example. at ns1
            _http._tcp SRV 0 0 80 web1
            web1 A 10.0.0.1
        +5s moment early
        +1m probe web1 refused
        +1m
        """

    private func run(_ text: String = scene, _ options: String...) async throws -> Program.Result {
        let program = try Program()
        try program.home.write("two.scene", text)
        return try await program.run(["scene", "\(program.home.path)/two.scene"] + options)
    }

    @Test func aFrameOfText() async throws {
        let result = try await run(Self.scene, "--size", "60x12")
        #expect(result.status == 0)
        #expect(result.complaint == "")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 13)
        #expect(lines[0].hasPrefix(" svc.example "))
        #expect(result.output.contains("down"))
    }

    @Test(arguments: ["early", "5s"]) func aMoment(_ moment: String) async throws {
        let result = try await run(Self.scene, "--size", "60x12", "--at", moment)
        #expect(result.status == 0)
        #expect(!result.output.contains("down"))
    }

    @Test func events() async throws {
        let result = try await run(Self.scene, "--events")
        #expect(result.output.split(separator: "\n").count == 2)
        #expect(result.output.contains("down        web1:80 of _http._tcp.svc.example.: connection refused\n"))
    }

    @Test func onlyASCIIWhereThatIsAskedFor() async throws {
        let result = try await run(Self.scene, "--ascii")
        #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aPictureInAFile() async throws {
        let program = try Program()
        try program.home.write("two.scene", Self.scene)
        let result = try await program.run(
            "scene", "\(program.home.path)/two.scene", "--svg", "\(program.home.path)/two.svg")
        #expect(result.status == 0)
        #expect(result.output == "")
        let picture = program.home.read("two.svg")
        #expect(picture.hasPrefix("<svg "))
        #expect(picture.contains("<title>Two</title>"))
    }

    @Test func aMistakeIsToldWithItsLine() async throws {
        let result = try await run("zone svc.example.\n    web1 A 10.0.0\n")
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.complaint.hasSuffix("two.scene:2: A: \"10.0.0\" is not an IPv4 address\n"))
    }

    @Test func aMomentThatThereIsNot() async throws {
        let result = try await run(Self.scene, "--at", "late")
        #expect(result.status == 2)
        #expect(result.complaint.contains("has no such moment (early, last, or a time: 90s)"))
    }

    @Test func aFileThatThereIsNot() async throws {
        let result = try await Program().run("scene", "/nowhere/two.scene")
        #expect(result.status == 1)
        #expect(result.complaint == "svctop: /nowhere/two.scene: No such file or directory\n")
    }

    @Test func aPictureThatCannotBeWritten() async throws {
        let program = try Program()
        try program.home.write("two.scene", Self.scene)
        let picture = "\(program.home.path)/nowhere/two.svg"
        let result = try await program.run("scene", "\(program.home.path)/two.scene", "--svg", picture)
        #expect(result.status == 1)
        #expect(result.complaint == "svctop: \(picture): No such file or directory\n")
    }
}
