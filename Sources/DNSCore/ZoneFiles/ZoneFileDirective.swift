/// A line of a master file that begins with `$` (RFC 1035 section 5.1, RFC 2308 section 4).
enum ZoneFileDirective {
    case origin(DomainName)
    /// Seconds.
    case ttl(UInt64)
    case include(path: String, origin: DomainName?)
    case generate
    case unknown(String)

    init(_ words: inout RecordTextReader) throws(RecordTextError) {
        let word = try words.word("a directive")
        switch word.string.uppercased() {
        case "$ORIGIN":
            self = .origin(try words.name("an origin"))
        case "$TTL":
            let word = try words.word("a TTL")
            guard let seconds = TTLText.seconds(word.text) else { throw .notA("a TTL", word.text, at: word.offset) }
            self = .ttl(seconds)
        case "$INCLUDE":
            let path = try RecordTextReader.unescape(words.word("a file").text)
            self = .include(path: String(decoding: path, as: UTF8.self), origin: try words.optionalName())
        case "$GENERATE":
            self = .generate
            return
        default:
            self = .unknown(word.string)
            return
        }
        try words.end()
    }
}

extension RecordTextReader {
    fileprivate mutating func optionalName() throws(RecordTextError) -> DomainName? {
        let start = self
        guard try nextWord() != nil else { return nil }
        self = start
        return try name("an origin")
    }
}
