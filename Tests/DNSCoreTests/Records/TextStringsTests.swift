import Testing

@testable import DNSCore

@Suite("Keys and values in TXT records, RFC 6763 section 6")
struct TextStringsTests {
    private func strings(_ texts: String...) -> TextStrings { TextStrings(texts.map { Array($0.utf8) }) }

    @Test("a value is what follows the first equals sign")
    func values() {
        let texts = strings("path=/a=b", "empty=", "alone")
        #expect(texts["path"] == .bytes(Array("/a=b".utf8)))
        #expect(texts["empty"] == .bytes([]))
        #expect(texts["alone"] == .present)
        #expect(texts["missing"] == nil)
        #expect(texts["pat"] == nil)
        #expect(texts[""] == nil)
    }

    @Test("keys have no case and the first one counts")
    func keys() {
        let texts = strings("Path=1", "path=2", "PATH", "x=3")
        #expect(texts["pATH"] == .bytes(Array("1".utf8)))
        #expect(texts.pairs.map { String(decoding: $0.key, as: UTF8.self) } == ["Path", "x"])
        #expect(strings("key", "key=later")["key"] == .present)
    }

    @Test("strings without a key say nothing")
    func nothing() {
        #expect(strings("", "=value", "a=b").pairs.count == 1)
        #expect(TextStrings([[0xFF, 0x3D, 0x00]]).pairs.first?.value == .bytes([0]))
    }
}
