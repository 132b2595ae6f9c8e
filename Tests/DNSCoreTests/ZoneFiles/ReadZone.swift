@testable import DNSCore

/// A zone file in memory, and what it includes.
struct FileTexts {
    var zone = "z.test."
    var main: String
    var included: [String: String] = [:]
    /// Bytes at once.
    var pieceSize = 1 << 16

    func read() throws(ZoneFileError) -> [ResourceRecord] { try readWithNotes().records }

    func readWithNotes() throws(ZoneFileError) -> (records: [ResourceRecord], notes: [ZoneFileNote]) {
        var reader = ZoneFileReader(zone: name(zone), file: "main", text: pieces(of: main)) {
            path throws(ZoneFileText.Unreadable) in
            guard let text = included[path] else { throw ZoneFileText.Unreadable("No such file or directory") }
            return pieces(of: text)
        }
        var records: [ResourceRecord] = []
        while let record = try reader.next() { records.append(record) }
        return (records, reader.notes)
    }

    private func pieces(of text: String) -> ZoneFileText {
        var rest = Array(text.utf8)[...]
        return ZoneFileText(pieces: { () throws(ZoneFileText.Unreadable) in
            defer { rest = rest.dropFirst(pieceSize) }
            return Array(rest.prefix(pieceSize))
        })
    }
}

/// What every zone begins with, in one line.
let zoneHead = "@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\n"

/// `OWNER TTL TYPE DATA`, with complete names.
func short(_ record: ResourceRecord) -> String { "\(record.name) \(record.ttl) \(record.type) \(record.data)" }
