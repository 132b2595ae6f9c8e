/// The keys of a key file: what `tsig-keygen` prints and `nsupdate -k`, `dig -k` and named's `include` read.
///
/// `kdig -k` wants its file to hold what `-y` takes; that form is read too.
public struct KeyFile: Sendable {
    /// In the order of the file: one or more, no name twice.
    public let keys: [TSIGKey]

    public init(_ text: some StringProtocol) throws(KeyFileError) {
        if let argument = Self.argument(in: text) {
            keys = [try TSIGKey(argument: argument)]
            return
        }
        var reader = KeyFileReader(text)
        var keys: [TSIGKey] = []
        while let key = try reader.nextKey() {
            guard !keys.contains(where: { $0.name == key.name }) else {
                throw KeyFileError(.duplicateKey(key.name), line: reader.line)
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw KeyFileError(.noKey, line: reader.line) }
        self.keys = keys
    }

    public subscript(_ name: DomainName) -> TSIGKey? { keys.first { $0.name == name } }

    /// The only line, if the file is no more than that and looks like an argument.
    private static func argument(in text: some StringProtocol) -> Substring? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let word = words.first, word.contains(":"), word.first != "#", word.first != "/" else {
            return nil
        }
        return Substring(word)
    }
}
