/// What a record of a master file begins with: owner, TTL, class and type (RFC 1035 section 5.1).
struct WrittenHead {
    /// nil for that of the record before.
    var owner: DomainName?
    /// Seconds; nil where none is written.
    var ttl: UInt64?
    var recordClass: RecordClass?
    var type: RecordType
    /// Where the type stands in the text.
    var offset: Int

    init(_ words: inout RecordTextReader, hasOwner: Bool) throws(RecordTextError) {
        if hasOwner { owner = try words.name("an owner") }
        while true {
            let word = try words.word("a type")
            if ttl == nil, let seconds = TTLText.seconds(word.text) {
                ttl = seconds
            } else if recordClass == nil, let recordClass = RecordClass(zoneText: word.string) {
                self.recordClass = recordClass
            } else {
                guard !word.isQuoted, let type = RecordType(word.string) else {
                    throw .notA("a type", word.text, at: word.offset)
                }
                self.type = type
                offset = word.offset
                return
            }
        }
    }
}

extension RecordClass {
    /// A class that zones may be of; `CLASS123` where it has no other name (RFC 3597 section 5).
    fileprivate init?(zoneText text: String) {
        let upper = text.uppercased()
        switch upper {
        case "IN": self = .in
        case "CH": self = .ch
        case "HS": self.init(rawValue: 4)
        default:
            guard upper.hasPrefix("CLASS"), let value: UInt16 = RecordTextReader.decimal(upper.utf8.dropFirst(5)) else {
                return nil
            }
            self.init(rawValue: value)
        }
    }
}
