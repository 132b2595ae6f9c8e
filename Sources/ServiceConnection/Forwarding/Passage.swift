import CPlatform
import DNSClient
import DNSCore
import Glibc

/// One connection that is carried: a client's socket, and the service's once there is one.
///
/// Owned by the loop's thread alone.
final class Passage {
    enum Phase {
        /// As its effort goes.
        case connecting
        /// To a Unix socket, tried again after pauses.
        case knocking(Backoff)
        case carrying
        /// In the hands of a task, which ends it: TLS.
        case elsewhere(Task<Void, Never>)
    }

    let token: PassageTable.Token
    let client: Int32
    /// On the loop's clock.
    let start: Duration
    var phase: Phase
    /// While connecting.
    var effort: ConnectionEffort?
    /// Sockets on their way to the service, by the numbers of the effort.
    var attempts: [Int: Int32] = [:]
    var outbound: Flow?
    var inbound: Flow?
    var lastMoved: Duration
    /// Whether it waits for its turn.
    var isQueued = false
    /// The earliest alarm that is set for it.
    var alarm: Duration?

    init(_ token: PassageTable.Token, client: Int32, at now: Duration) {
        self.token = token
        self.client = client
        phase = .connecting
        start = now
        lastMoved = now
    }

    /// The line of the service's socket in tokens.
    static func line(_ number: Int) -> UInt16 { UInt16(truncatingIfNeeded: number &+ 1) | 0x8000 }

    func carry(to service: Int32) {
        phase = .carrying
        outbound = Flow(from: client, to: service)
        inbound = Flow(from: service, to: client)
    }

    var isFinished: Bool { (outbound?.isFinished ?? false) && (inbound?.isFinished ?? false) }

    /// Takes what epoll has said of one of the two sockets.
    func note(_ ready: UInt32, isClient: Bool) {
        let isReadable = ready & Self.readable != 0
        let isWritable = ready & Self.writable != 0
        let hasEnded = ready & Self.ended != 0
        if isClient {
            outbound?.note(isReadable: isReadable, hasEnded: hasEnded)
            if isWritable { inbound?.isWritable = true }
        } else {
            inbound?.note(isReadable: isReadable, hasEnded: hasEnded)
            if isWritable { outbound?.isWritable = true }
        }
    }

    static let broken = UInt32(PLATFORM_ERROR) | UInt32(PLATFORM_HANG_UP)
    private static let ended = broken | UInt32(PLATFORM_PEER_ENDED)
    private static let readable = UInt32(PLATFORM_READABLE) | ended
    private static let writable = UInt32(PLATFORM_WRITABLE) | broken
}

extension Flow {
    fileprivate mutating func note(isReadable: Bool, hasEnded: Bool) {
        if isReadable { self.isReadable = true }
        if hasEnded { mayHaveEnded = true }
    }
}
