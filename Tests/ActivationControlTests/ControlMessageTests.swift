import Testing

@testable import ActivationControl

@Suite("A message of the control socket") struct ControlMessageTests {
    @Test("is read as it was written, in its order")
    func isReadAsWritten() throws {
        let message: ControlMessage = ["SERVICE": "web", "NAME": "a=b", "NAME": "ü, \\x0A and 🦊", "REASON": ""]
        let read = try #require(message.bytes.flatMap { ControlMessage(bytes: $0) })
        #expect(read == message)
        #expect(read["NAME"] == "a=b")
        #expect(read.values(of: "NAME") == ["a=b", "ü, \\x0A and 🦊"])
        #expect(read["REASON"] == "")
        #expect(read["STATE"] == nil)
    }

    @Test("says what would end a line, or steer a terminal, in letters")
    func saysControlCharactersInLetters() throws {
        let message: ControlMessage = [
            "REASON": "one\nREADY=1\u{1B}[2J\u{7F}\u{9B}\u{2028}", "NOT a KEY": "x", "é": "y",
        ]
        #expect(
            message.bytes.map { String(decoding: $0, as: UTF8.self) }
                == "REASON=one\\x0AREADY=1\\x1B[2J\\x7F\\x9B\\x2028\nNOTKEY=x\n_=y\n")
    }

    @Test(
        "is refused where it is none",
        arguments: [
            "", "\n", "REQUEST", "=status", "request=status", "REQUEST =status", "REQUEST=status\nnonsense",
            "REASON=a\u{0}b", "REASON=a\tb", "REASON=a\u{9B}b", "REASON=a\r\n",
            "\(String(repeating: "K", count: 65))=x",
        ])
    func isRefused(_ text: String) {
        #expect(ControlMessage(bytes: Array(text.utf8)) == nil)
    }

    @Test("is refused where it is not UTF-8, too long, or too many lines")
    func isRefusedByItsBytes() {
        #expect(ControlMessage(bytes: Array("A=".utf8) + [0xFF]) == nil)
        #expect(ControlMessage(bytes: Array("A=".utf8) + [0xC0, 0x8A]) == nil)
        #expect(ControlMessage(bytes: [UInt8](repeating: UInt8(ascii: "A"), count: 65537)) == nil)
        #expect(ControlMessage(bytes: Array(String(repeating: "A=\n", count: 2048).utf8)) != nil)
        #expect(ControlMessage(bytes: Array(String(repeating: "A=\n", count: 2049).utf8)) == nil)
    }

    @Test("has no bytes where a packet does not carry it")
    func isNoLongerThanAPacket() {
        let fitting: ControlMessage = ["A": String(repeating: "x", count: 65536 - 3)]
        #expect(fitting.bytes?.count == 65536)
        let longer: ControlMessage = ["A": String(repeating: "x", count: 65536 - 2)]
        #expect(longer.bytes == nil)
        #expect(ControlMessage().bytes == nil)
    }

    @Test("is plain, whatever bytes it is read from")
    func isPlainWhateverComes() {
        var random = SplitMix(seed: 6)
        let pieces = ["REQUEST=", "SERVICE", "=", "\n", "\u{0}", "é", "web", "\u{1B}", "\u{FFFF}", "END=1\n"].map {
            Array($0.utf8)
        }
        var understood = 0
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                bytes +=
                    Bool.random(using: &random)
                    ? pieces.randomElement(using: &random) ?? [] : [.random(in: 0...255, using: &random)]
            }
            guard let message = ControlMessage(bytes: bytes) else { continue }
            understood += 1
            #expect(!message.fields.isEmpty)
            for field in message.fields {
                #expect(field.value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
            }
            #expect(message.bytes.flatMap { ControlMessage(bytes: $0) } == message)
        }
        #expect(understood > 100)
    }
}
