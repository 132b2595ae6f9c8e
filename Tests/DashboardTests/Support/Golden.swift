import Dashboard
import Glibc
import Terminal
import Testing

/// Pictures as text, kept beside the tests. With RECORD_SCENES=1 they are written anew; with SCENE_PICTURES=FOLDER each is
/// also drawn there as SVG.
enum Golden {
    private static let folder: String = {
        let here = #filePath.split(separator: "/").dropLast(2)
        return "/" + here.joined(separator: "/") + "/Scenes"
    }()

    static func check(
        _ desk: Desk, _ name: String, repertoire: Repertoire = .unicode,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let size = desk.state.size
        let frame = desk.frame(repertoire)
        let file = "\(name).\(size.columns)x\(size.rows)"
        draw(frame.surface, file)
        check(frame.surface.text, file + ".txt", sourceLocation)
    }

    /// Compares the styles, too.
    static func checkStyles(_ desk: Desk, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let size = desk.state.size
        check(desk.frame().surface.styles, "\(name).\(size.columns)x\(size.rows).styles.txt", sourceLocation)
    }

    private static func check(_ text: String, _ file: String, _ location: SourceLocation) {
        let path = folder + "/" + file
        if variable("RECORD_SCENES") != nil {
            #expect(write(text + "\n", to: path), "cannot write \(path)", sourceLocation: location)
            return
        }
        guard let wanted = read(path) else {
            Issue.record("there is no \(file): run with RECORD_SCENES=1", sourceLocation: location)
            return
        }
        let (got, expected) = (lines(text + "\n"), lines(wanted))
        guard got != expected else { return }
        let row =
            zip(got, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(got.count, expected.count)
        Issue.record(
            """
            \(file), line \(row + 1):
            expected  \(row < expected.count ? expected[row] : "(nothing)")
            got       \(row < got.count ? got[row] : "(nothing)")
            """, sourceLocation: location)
    }

    private static func draw(_ surface: Surface, _ file: String) {
        if let folder = variable("SCENE_PICTURES") { _ = write(surface.svg(), to: "\(folder)/\(file).svg") }
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        return fwrite(bytes, 1, bytes.count, file) == bytes.count
    }
}
