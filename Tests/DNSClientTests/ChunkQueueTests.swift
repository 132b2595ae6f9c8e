import NIOCore
import Synchronization
import Testing

@testable import DNSClient

/// A server cannot fill the memory of a client that is slow to take what it sends.
struct ChunkQueueTests {
    @Test func isFullAfterAFewReads() async throws {
        let queue = ChunkQueue()
        var taken = 0
        while queue.hasRoom {
            queue.put(ByteBuffer(integer: UInt8(taken)))
            taken += 1
        }
        #expect(taken == 4)
        let resumed = Atomic(0)
        for expected in 0..<taken {
            let chunk = try await queue.next { resumed.add(1, ordering: .relaxed) }
            #expect(chunk?.getInteger(at: 0, as: UInt8.self) == UInt8(expected))
        }
        #expect(resumed.load(ordering: .relaxed) == 1, "reading is taken up again, once")
    }

    @Test func givesWhatCameBeforeTheEnd() async throws {
        let queue = ChunkQueue()
        queue.put(ByteBuffer(string: "last"))
        queue.finish(.failure(.connectionRefused))
        queue.finish(.success(()))
        #expect(try await queue.next {} == ByteBuffer(string: "last"))
        await #expect(throws: ClientError.connectionRefused) { try await queue.next {} }
    }

    @Test func wakesWhoWaits() async throws {
        let queue = ChunkQueue()
        async let first = queue.next {}
        queue.put(ByteBuffer(string: "x"))
        #expect(try await first == ByteBuffer(string: "x"))
        async let end = queue.next {}
        queue.finish(.success(()))
        #expect(try await end == nil)
    }
}
