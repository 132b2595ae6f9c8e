/// The text of a master file, given piece by piece: a file of a gigabyte is never in memory.
public struct ZoneFileText {
    private let next: () throws(Unreadable) -> [UInt8]

    /// Why there is no text: what the system says, or what is wrong with the file's name.
    public struct Unreadable: Error, Hashable, Sendable {
        public var reason: String

        public init(_ reason: String) { self.reason = reason }
    }

    /// - Parameter next: some more bytes; none at the end.
    public init(pieces next: @escaping () throws(Unreadable) -> [UInt8]) {
        self.next = next
    }

    public init(_ text: some StringProtocol) {
        var rest: [UInt8]? = Array(text.utf8)
        next = { () throws(Unreadable) in rest.take() ?? [] }
    }

    func nextPiece() throws(Unreadable) -> [UInt8] { try next() }
}
