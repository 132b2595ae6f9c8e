import NIOCore
import NIOEmbedded
import Testing

@testable import DNSClient

/// A peer that says nothing is given up after the time it was given, in virtual time.
struct SocketEndTests {
    let channel = EmbeddedChannel()
    let reads = ReadCounter()

    private func connect(_ end: SocketEnd) throws {
        try channel.pipeline.syncOperations.addHandlers([reads, end])
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 53), promise: nil)
        #expect(channel.isActive)
    }

    private func receive() throws {
        try channel.writeInbound(ByteBuffer(string: "x"))
    }

    /// Whether the peer has been given up.
    private func isGivenUp() -> Bool {
        do {
            try channel.throwIfErrorCaught()
            return false
        } catch {
            return error is SocketEnd.Silence && !channel.isActive
        }
    }

    @Test func countsFromTheLastByte() throws {
        try connect(SocketEnd(patience: .seconds(5)))
        for _ in 0..<3 {
            channel.read()
            channel.embeddedEventLoop.advanceTime(by: .seconds(4))
            try receive()
        }
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(4999))
        #expect(!isGivenUp())
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(isGivenUp())
    }

    @Test func blamesNobodyWhileWeDoNotRead() throws {
        try connect(SocketEnd(patience: .seconds(5)))
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(!isGivenUp())
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        #expect(!isGivenUp())
        channel.embeddedEventLoop.advanceTime(by: .seconds(6))
        #expect(isGivenUp())
    }

    @Test func endsAtItsDeadlineWhateverComes() throws {
        let end = SocketEnd(patience: .seconds(60))
        try connect(end)
        end.idle(thenWait: .seconds(5), limit: .seconds(8))
        channel.write(ByteBuffer(string: "?"), promise: nil)
        for _ in 0..<7 {
            channel.read()
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try receive()
        }
        #expect(!isGivenUp())
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(isGivenUp())
    }

    /// However long it takes us to ask.
    @Test func isOwedNothingBeforeWeAsk() throws {
        let end = SocketEnd(patience: .seconds(5))
        try connect(end)
        end.idle(thenWait: .seconds(20), limit: nil)
        channel.read()
        channel.embeddedEventLoop.advanceTime(by: .seconds(600))
        #expect(!isGivenUp())
        channel.write(ByteBuffer(string: "?"), promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(19))
        #expect(!isGivenUp())
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(isGivenUp())
    }
}

/// Lets reads end nowhere: an embedded channel has none.
final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var count = 0

    func read(context: ChannelHandlerContext) { count += 1 }
}
