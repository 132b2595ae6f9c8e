import CPlatform
import Glibc

/// A conversation on a control socket, of the stand-in or of who asks it. It ends with this.
///
/// Nothing here waits but what says so; in a loop of epoll(7), it is for the descriptor to become readable or writable.
public final class ControlConnection: Sendable {
    public enum Received: Sendable {
        case message(ControlMessage, [PassedDescriptor])
        /// Not now.
        case nothing
        /// The peer has left, or does not speak this protocol; then it has been told so.
        case ended
    }

    public enum SendResult: Hashable, Sendable {
        case sent
        /// The peer does not read what it was sent before. Nothing was sent now.
        case full
        /// The peer has left.
        case ended
        /// A packet does not carry so much: 64 KiB, 253 descriptors. Nothing was sent.
        case tooMuch
    }

    /// To be watched, not to be closed.
    public let descriptor: Int32
    public let peer: ControlPeer

    /// - Parameter descriptor: a connected socket, which becomes its own.
    init?(owning descriptor: Int32) {
        guard let peer = ControlPeer(of: descriptor) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.peer = peer
    }

    deinit { close(descriptor) }

    /// For both sides, and for whoever waits for a packet.
    public func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// A pidfd of the peer's process, which never is another that has got its number since; nil where it is not there any
    /// more.
    public func watchPeer() -> PassedDescriptor? {
        let watch = platform_packets_peer_watch(descriptor)
        return watch < 0 ? nil : PassedDescriptor(owning: watch)
    }

    // MARK: Now

    /// One packet that is there.
    public func receive() -> Received {
        var passed = [Int32](repeating: -1, count: PLATFORM_MOST_PASSED)
        var passedCount: UInt32 = 0
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: ControlMessage.longestPacket) { buffer, size in
            let count = platform_packet_receive(
                descriptor, buffer.baseAddress, UInt32(buffer.count), &passed, &passedCount)
            error = count < 0 ? errno : 0
            size = max(0, count)
        }
        let descriptors = passed.prefix(Int(passedCount)).map(PassedDescriptor.init(owning:))
        guard error != EAGAIN else { return .nothing }
        guard error == 0 || error == EMSGSIZE, !bytes.isEmpty || error == EMSGSIZE else { return .ended }
        guard error == 0, let message = ControlMessage(bytes: bytes) else { return refuse() }
        return .message(message, descriptors)
    }

    /// One packet, which all of the descriptors come with. They remain the caller's.
    public func send(_ message: ControlMessage, passing descriptors: [Int32] = []) -> SendResult {
        guard let bytes = message.bytes else { return .tooMuch }
        let count = UInt32(clamping: descriptors.count)
        guard platform_packet_send(descriptor, bytes, UInt32(bytes.count), descriptors, count) < 0 else { return .sent }
        return switch errno {
        // Too many descriptors are on their way to somewhere (ETOOMANYREFS) until they are received.
        case EAGAIN, ENOBUFS, ENOMEM, ETOOMANYREFS: .full
        case EMSGSIZE: .tooMuch
        default: .ended
        }
    }

    private func refuse() -> Received {
        _ = send(["ERROR": "a packet is lines of KEY=VALUE in UTF-8, 64 KiB and 253 descriptors at most"])
        return .ended
    }

    // MARK: Waiting

    /// One packet, waited for so long.
    /// - Returns: `.nothing` where none came in that time.
    public func receive(within time: Duration) -> Received {
        let end = ContinuousClock.now + time
        while true {
            let received = receive()
            guard case .nothing = received, wait(POLLIN, until: end) else { return received }
        }
    }

    /// Sends one packet, and waits so long where there is no room for it.
    public func send(
        _ message: ControlMessage, passing descriptors: [Int32] = [], within time: Duration
    ) -> SendResult {
        let end = ContinuousClock.now + time
        while true {
            let result = send(message, passing: descriptors)
            guard result == .full, wait(POLLOUT, until: end) else { return result }
        }
    }

    /// - Returns: false where the time is up.
    private func wait(_ interest: Int32, until end: ContinuousClock.Instant) -> Bool {
        let left = end - .now
        guard left > .zero else { return false }
        var watched = pollfd(fd: descriptor, events: Int16(interest), revents: 0)
        _ = poll(&watched, 1, left.milliseconds)
        return true
    }
}

extension Duration {
    /// For poll(2): rounded up, a day at most.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return Int32(clamping: min(seconds, 86400) * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
}
