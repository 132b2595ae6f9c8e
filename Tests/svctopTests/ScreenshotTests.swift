import Glibc
import Testing

/// The pictures in `Screenshots` are what the program draws. `.ci/screenshots` draws them anew.
@Suite struct ScreenshotTests {
    /// A line of `Screenshots/pictures.txt`.
    struct Picture: Sendable, CustomTestStringConvertible {
        let name: String
        let scene: String
        let options: [String]

        init?(_ line: Substring) {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2, line.first != "#" else { return nil }
            name = words[0]
            scene = words[1]
            options = Array(words[2...])
        }

        var testDescription: String { name }
    }

    private static let root: String = {
        let here = #filePath.split(separator: "/").dropLast(3)
        return "/" + here.joined(separator: "/")
    }()

    private static let pictures = read("Screenshots/pictures.txt").split(separator: "\n").compactMap { Picture($0) }

    @Test func thereIsAPictureOfEveryKind() {
        let names = Set(Self.pictures.map(\.name))
        #expect(names.count == Self.pictures.count)
        #expect(names.isSuperset(of: ["dashboard", "failover", "plan", "themes", "theme-day"]))
        #expect(Self.folder("Screenshots").filter { $0.hasSuffix(".svg") }.count == names.count)
    }

    @Test(arguments: pictures) func isWhatTheProgramDraws(_ picture: Picture) async throws {
        let program = try Program()
        let result = try await program.run(
            ["scene", "\(Self.root)/\(picture.scene)"] + picture.options + ["--svg", "/dev/stdout"])
        #expect(result.complaint == "")
        #expect(result.status == 0)
        #expect(
            result.output == Self.read("Screenshots/\(picture.name).svg"),
            "Screenshots/\(picture.name).svg is not what the program draws: run .ci/screenshots and look at it")
    }

    private static func folder(_ path: String) -> [String] {
        guard let folder = opendir("\(root)/\(path)") else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen("\(root)/\(path)", "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
