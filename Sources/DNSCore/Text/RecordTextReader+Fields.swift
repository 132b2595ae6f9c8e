/// The fields that records are made of. `what` names the field in errors, with its article: "a port".
extension RecordTextReader {
    mutating func word(_ what: String) throws(RecordTextError) -> Word {
        guard let word = try nextWord() else { throw RecordTextError(.missing(what), at: offset) }
        return word
    }

    mutating func number<T: FixedWidthInteger & UnsignedInteger>(_ what: String) throws(RecordTextError) -> T {
        let word = try word(what)
        guard let value: T = Self.decimal(word.text) else { throw .notA(what, word.text, at: word.offset) }
        return value
    }

    /// Digits only: no sign, no blank.
    static func decimal<T: FixedWidthInteger & UnsignedInteger>(_ text: some Collection<UInt8>) -> T? {
        guard text.allSatisfy({ decimalDigit($0) != nil }) else { return nil }
        return T(String(decoding: text, as: UTF8.self))
    }

    mutating func name(_ what: String) throws(RecordTextError) -> DomainName {
        let word = try word(what)
        do { return try DomainName(presentation: word.text, origin: origin) } catch {
            throw RecordTextError(.name(error), at: word.offset)
        }
    }

    /// A character-string, quoted or not.
    mutating func string(_ what: String) throws(RecordTextError) -> [UInt8] {
        guard let string = try nextString() else { throw RecordTextError(.missing(what), at: offset) }
        return string
    }

    mutating func nextString() throws(RecordTextError) -> [UInt8]? {
        guard let word = try nextWord() else { return nil }
        let bytes = try Self.unescape(word.text)
        guard bytes.count <= 255 else { throw .notA("a string of up to 255 bytes", word.text, at: word.offset) }
        return bytes
    }

    mutating func type(_ what: String) throws(RecordTextError) -> RecordType {
        let word = try word(what)
        guard let type = RecordType(word.string) else { throw .notA(what, word.text, at: word.offset) }
        return type
    }

    /// All words to the end as one: hexadecimal and Base64 may be broken anywhere.
    mutating func remainingText() throws(RecordTextError) -> (text: [UInt8], offset: Int) {
        let start = offset
        var text: [UInt8] = []
        while let word = try nextWord() { text.append(contentsOf: word.text) }
        return (text, start)
    }

    mutating func remainingHexadecimal(_ what: String) throws(RecordTextError) -> [UInt8] {
        let (text, start) = try remainingText()
        guard let bytes = Hexadecimal.decode(text) else { throw .notA(what, text, at: start) }
        return bytes
    }

    mutating func remainingBase64(_ what: String) throws(RecordTextError) -> [UInt8] {
        let (text, start) = try remainingText()
        guard let bytes = Base64.decode(text) else { throw .notA(what, text, at: start) }
        return bytes
    }

    mutating func remainingTypes() throws(RecordTextError) -> TypeBitmap {
        var types: [RecordType] = []
        while let word = try nextWord() {
            guard let type = RecordType(word.string) else { throw .notA("a type", word.text, at: word.offset) }
            types.append(type)
        }
        return TypeBitmap(types)
    }

    mutating func end() throws(RecordTextError) {
        if let word = try nextWord() { throw RecordTextError(.trailing(word.string), at: word.offset) }
    }
}

extension RecordTextError {
    static func onlyGenericForm(at offset: Int) -> RecordTextError {
        RecordTextError(.missing("data in the generic form \\# LENGTH HEXADECIMAL"), at: offset)
    }

    static func notA(_ what: String, _ text: some Collection<UInt8>, at offset: Int) -> RecordTextError {
        RecordTextError(.notA(what, word: String(decoding: text, as: UTF8.self)), at: offset)
    }
}
