import CPlatform
import Glibc

/// Requests that one call to the kernel brings in, and the answers that one call takes out.
struct DatagramBatch: ~Copyable {
    private static let capacity: UInt32 = 64
    /// Bytes of a request; what is longer is cut off, and so malformed. No request that we invite has more than 1232.
    private static let requestSize: UInt32 = 4096

    private let batch: OpaquePointer

    init() throws(DatagramServerError) {
        guard let batch = platform_datagrams_make(Self.capacity, Self.requestSize, UInt32(ReceivedQuery.datagramLimit))
        else { throw DatagramServerError(.memory, errno: ENOMEM) }
        self.batch = batch
    }

    deinit { platform_datagrams_free(batch) }

    /// Takes in what has come.
    /// - Returns: how many requests.
    mutating func receive(from socket: DatagramSocket) -> UInt32 {
        UInt32(clamping: platform_datagrams_receive(batch, socket.descriptor))
    }

    func withRequest<Result>(_ index: UInt32, _ body: (Span<UInt8>, Requester) -> Result) -> Result {
        let bytes = UnsafeRawBufferPointer(
            start: platform_datagrams_request(batch, index), count: Int(platform_datagrams_request_size(batch, index)))
        let sender = SocketPlace(platform_datagrams_peer(batch, index))
        let requester = Requester(address: sender.address, port: sender.port, transport: .datagram)
        return body(bytes.bindMemory(to: UInt8.self).span, requester)
    }

    func returnPath(_ index: UInt32) -> platform_return_path { platform_datagrams_return_path(batch, index) }

    /// Puts an answer among those that `send` sends; one that is longer than a datagram may be is left out.
    mutating func queue(_ answer: [UInt8], to index: UInt32) {
        guard answer.count <= ReceivedQuery.datagramLimit, let room = platform_datagrams_answer(batch, index) else {
            return
        }
        UnsafeMutableRawBufferPointer(start: room, count: answer.count).copyBytes(from: answer)
        platform_datagrams_queue(batch, index, UInt32(answer.count))
    }

    mutating func send(by socket: DatagramSocket) { platform_datagrams_send(batch, socket.descriptor) }
}
