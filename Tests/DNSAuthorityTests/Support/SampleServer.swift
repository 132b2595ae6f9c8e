import DNSCore
import Testing

@testable import DNSAuthority

/// The sample zones served by UDP on a loopback port that the kernel picked.
final class SampleServer: Sendable {
    let server: DatagramServer

    var port: UInt16 { server.places[0].port }

    /// - Parameter slow: Gets the queries for `slow.svc.test`.
    init(
        at addresses: [String] = ["127.0.0.1"], threadCount: Int = 1,
        slow: @escaping @Sendable ([UInt8], Requester) async -> [UInt8]? = { _, _ in nil }
    ) throws {
        let answerer = try SampleAnswerer().answerer
        let sockets = try addresses.map { address in
            try DatagramSocket.open(at: SocketPlace(try #require(IPAddress(address)), port: 0))
        }
        server = try DatagramServer(sockets: sockets, threadCount: threadCount) { request, _ in
            if let query = ReceivedQuery(request), query.question?.name == Self.slowName { return .later }
            return answerer.answer(request, isStream: false).map(QuickReply.answer) ?? .silence
        } slow: {
            await slow($0, $1)
        }
        try server.start()
    }

    private static let slowName = name("slow.svc.test")
}
