import Configuration
import Dashboard
import Glibc
import PeerServers
import TOML
import Testing

/// How the user looks at things is kept from one run to the next.
@Suite struct ViewFileTests {
    private let folder: TemporaryFolder
    private let file: ViewFile

    init() throws {
        folder = try TemporaryFolder()
        file = ViewFile("\(folder.path)/state/svctop/view.toml")
    }

    private var complete: ViewPreferences {
        var view = ViewPreferences()
        view.theme = "ember \"x\""
        view.columns = ["status", "instance"]
        view.sort = "share"
        view.isSortInverted = false
        view.group = "target"
        return view
    }

    @Test func whatIsWrittenIsRead() throws {
        #expect(try file.read() == ViewPreferences())
        try file.write(complete)
        #expect(try file.read() == complete)
        var less = ViewPreferences()
        less.theme = "mono"
        try file.write(less)
        #expect(try file.read() == less)
    }

    @Test func itIsTheOwnersAloneAndLeavesNothingBeside() throws {
        try file.write(complete)
        var status = stat()
        try #require(stat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        try #require(stat("\(folder.path)/state/svctop", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        var names: [String] = []
        let stream = try #require(opendir("\(folder.path)/state/svctop"))
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        closedir(stream)
        #expect(names.filter { !$0.hasPrefix(".") } == ["view.toml"])
    }

    @Test func aFailureLeavesWhatWasThere() throws {
        try file.write(complete)
        let blocked = "\(file.path).\(getpid())"
        try #require(mkdir(blocked, 0o700) == 0)
        let error = #expect(throws: FileError.self) { try file.write(ViewPreferences()) }
        #expect(error?.description == "\(blocked): Is a directory")
        #expect(try file.read() == complete)
        rmdir(blocked)
    }

    @Test(arguments: [
        ("theme = 1\n", ":1: `theme` must be a string, not the integer 1"),
        ("\ncolumns = [1]\n", ":2: `columns` must be a list, each a string, not a list"),
        ("theme = \"x\n", ":1: the string does not end on its line (column 11)"),
    ])
    func aBrokenOneIsSaid(text: String, complaint: String) throws {
        let path = try folder.write("view.toml", text)
        let error = #expect(throws: FileError.self) { try ViewFile(path).read() }
        #expect(error?.description == path + complaint)
    }

    @Test func keysOfOtherVersionsArePassedOver() throws {
        let path = try folder.write("view.toml", "theme = \"mono\"\n[future]\nx = 1\n")
        #expect(try ViewFile(path).read().theme == "mono")
    }
}
