import Dashboard
import Reports
import ServiceCatalog
import Terminal
import Testing

@testable import Scenes

/// A scene in `Tests/Scenes`, and in a folder of its name beside it what is expected of it.
struct Fixture: Sendable, CustomTestStringConvertible {
    let name: String

    static let folder: String = {
        let here = #filePath.split(separator: "/").dropLast(3)
        return "/" + here.joined(separator: "/") + "/Scenes"
    }()

    static let all = Folder.names(in: folder).filter { $0.hasSuffix(".scene") }.map {
        Fixture(name: String($0.dropLast(".scene".count)))
    }

    static let sizes = [
        Size(rows: 10, columns: 40), Size(rows: 24, columns: 80), Size(rows: 40, columns: 120),
        Size(rows: 60, columns: 200),
    ]

    var testDescription: String { name }

    func scene() throws -> Scene {
        let path = "\(Self.folder)/\(name).scene"
        let text = try #require(Folder.read(path), "cannot read \(path)")
        return try Scene(parsing: text)
    }

    func played(_ size: Size = Size(rows: 24, columns: 80)) throws -> ScenePlay {
        var play = ScenePlay(try scene(), size: size)
        try play.play()
        return play
    }

    /// Every moment of the scene, one after the other.
    func frames(_ size: Size) throws -> String {
        let play = try played(size)
        return (play.moments + [play.last]).map { moment in
            let surface = render(moment.dashboard, theme: .night).surface
            return "== \(moment.name), \(moment.at.timeOfDay)\n\(surface.text)\n"
        }.joined()
    }

    /// What happened, as `watch` prints it.
    func events() throws -> String {
        let report = EventReport(.text(.unicode))
        let play = try played()
        return try written { output in
            for event in play.events { report.write(event, to: &output) }
        }
    }

    /// Compares with what is kept; with RECORD_SCENES=1 keeps what there is.
    func check(_ text: String, _ file: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let path = "\(Self.folder)/\(name)/\(file).txt"
        guard !Folder.isRecording else {
            #expect(Folder.write(text, to: path), "cannot write \(path)", sourceLocation: sourceLocation)
            return
        }
        guard let wanted = Folder.read(path) else {
            Issue.record("there is no \(name)/\(file).txt: run with RECORD_SCENES=1", sourceLocation: sourceLocation)
            return
        }
        guard let difference = Difference(text, wanted) else { return }
        Issue.record("\(name)/\(file).txt, \(difference)", sourceLocation: sourceLocation)
    }
}

/// The first line in which two texts differ.
struct Difference: CustomStringConvertible {
    let description: String

    init?(_ text: String, _ wanted: String) {
        guard text != wanted else { return nil }
        let got = text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = wanted.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(got, expected).prefix { $0 == $1 }.count
        description = """
            line \(line + 1):
            expected  \(line < expected.count ? expected[line] : "(nothing)")
            got       \(line < got.count ? got[line] : "(nothing)")
            """
    }
}
