import Glibc
import Testing

/// What `--help` says is a promise: it changes on purpose only.
///
/// With SVCTOP_RECORD=1 the snapshots are written anew.
@Suite struct HelpTests {
    @Test(arguments: [
        "", "dashboard", "list", "watch", "check", "withdraw", "renew", "undo", "sweep", "journal", "history", "config",
        "serve", "key", "export", "import", "demo", "scene", "run", "register", "unregister", "connect", "forward",
        "activate", "ca",
    ])
    func helpIsAsRecorded(command: String) async throws {
        let program = try Program()
        let result = try await program.run((command.isEmpty ? [] : [command]) + ["--help"])
        #expect(result.status == 0)
        #expect(result.complaint.isEmpty)
        let file = "\(#filePath)".replacing(
            "svctopTests/HelpTests.swift", with: "Snapshots/svctop/help\(command.isEmpty ? "" : "-\(command)").txt")
        if getenv("SVCTOP_RECORD") != nil { try write(result.output, to: file) }
        #expect(result.output == read(file))
    }

    @Test func theVersionIsOneLine() async throws {
        let result = try await Program().run("--version")
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: #/svctop \d+\.\d+\.\d+\n/#) != nil)
    }

    private func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        fputs(text, file)
    }
}
