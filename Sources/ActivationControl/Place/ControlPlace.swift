import Glibc

/// Where the control socket of a stand-in lies.
///
/// By default that is `/run/svctop/NAME.sock` for root and `$XDG_RUNTIME_DIR/svctop/NAME.sock` for others, or, where they
/// have no such folder, `/tmp/svctop-UID/NAME.sock`.
public struct ControlPlace: Hashable, Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// The default place.
    /// - Parameters:
    ///   - name: of the stand-in. What a file name had better not have becomes `_`.
    ///   - runtimeFolder: `XDG_RUNTIME_DIR`.
    public init(name: String, user: UInt32 = geteuid(), runtimeFolder: String? = Self.runtimeFolder) {
        let folder = ControlFolder.own(of: user, runtimeFolder: runtimeFolder)
        path = "\(folder.path)/\(Self.fileName(name))\(Self.suffix)"
    }

    /// Makes the folder where there is none, and sees to it that nobody else can put a socket of his there.
    public func prepare() throws(ControlError) {
        let folder = ControlFolder(path: folder)
        try folder.make()
        guard folder.keepsFiles else { throw .isOpenToOthers(folder.path) }
    }

    /// What the stand-in is called there.
    public var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(Self.suffix) ? String(file.dropLast(Self.suffix.count)) : file
    }

    private var folder: String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return end == path.startIndex ? "/" : String(path[..<end])
    }

    static let suffix = ".sock"
    private static let longestName = 64

    private static func fileName(_ name: String) -> String {
        let plain = name.unicodeScalars.prefix(longestName).map { isPlain($0) ? Character($0) : "_" }
        guard let first = plain.first else { return "_" }
        return String(first == "." ? ["_"] + plain.dropFirst() : plain)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || ["-", "_", ".", "@"].contains(scalar)
    }

    /// This process's own.
    public static var runtimeFolder: String? {
        getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
