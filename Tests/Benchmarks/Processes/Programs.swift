import Glibc
import PeerServers

/// The programs that are measured.
enum Programs {
    /// The svctop that lies beside this very program.
    static var builtSvctop: String { "\(ownFolder)/svctop" }

    /// A service that answers a client, and ends.
    static var answering: String { "\(ownFolder)/AnsweringService" }

    static var own: String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static var ownFolder: String {
        own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// The first line with a digit in it of what a program says of its version.
    static func version(_ name: String, _ argument: String) async -> String? {
        let isPath = name.contains("/")
        guard isPath ? isExecutable(name) : Tool.path(of: name) != nil else { return nil }
        guard let result = try? await Tool.run(isPath ? "env" : name, isPath ? [name, argument] : [argument]) else {
            return nil
        }
        return result.output.split(separator: "\n").first { $0.contains(where: \.isNumber) }.map(String.init)
    }
}
