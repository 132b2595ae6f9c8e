import NIOCore
import Testing

@testable import DNSClient

/// However the network cuts a stream into reads, the same messages come out of it.
struct MessageCutterTests {
    static let messages: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 300), [9]]
    static let stream: [UInt8] = messages.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }

    private func cut(_ chunks: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var cutter = MessageCutter()
        var found: [[UInt8]] = []
        for chunk in chunks {
            cutter.cut(ByteBuffer(bytes: chunk)) { message -> Bool in
                found.append(message.withUnsafeBytes { Array($0) })
                return true
            }
        }
        #expect(!cutter.isInsideMessage)
        return found
    }

    @Test func takesAllMessagesOfOneRead() {
        #expect(cut([Self.stream[...]]) == Self.messages)
    }

    @Test func takesMessagesCutInTwoAtAnyByte() {
        for position in 1..<Self.stream.count {
            #expect(cut([Self.stream[..<position], Self.stream[position...]]) == Self.messages, "at \(position)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 300])
    func takesMessagesInPieces(size: Int) {
        let chunks = stride(from: 0, to: Self.stream.count, by: size).map {
            Self.stream[$0..<min($0 + size, Self.stream.count)]
        }
        #expect(cut(chunks) == Self.messages)
    }

    @Test func knowsThatTheStreamEndsInsideAMessage() {
        for position in 1..<Self.stream.count {
            var cutter = MessageCutter()
            var found = 0
            cutter.cut(ByteBuffer(bytes: Self.stream[..<position])) { message -> Bool in
                found += message.count + 2
                return true
            }
            #expect(cutter.isInsideMessage == (found != position))
        }
    }

    @Test func stopsWhenToldTo() {
        var cutter = MessageCutter()
        var found = 0
        cutter.cut(ByteBuffer(bytes: Self.stream)) { _ -> Bool in
            found += 1
            return found < 2
        }
        #expect(found == 2)
    }
}
