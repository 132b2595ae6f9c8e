import CPlatform
import DNSCore
import Glibc
import Synchronization

/// What other threads tell the forwarder's, and the eventfd that wakes it.
final class ForwardMailbox: Sendable {
    enum Message: Sendable {
        case lookedUp(Result<[FoundInstance], LookupFault>)
        case resolved(PassageTable.Token, Int, AddressFamily, Result<[IPAddress], LookupFault>)
        /// A task has carried a connection to its end.
        case ended(PassageTable.Token, PassageReport)
        case stop
        /// Nobody waits any longer for those that are under way.
        case cut
    }

    let wakeup: Int32
    private let messages = Mutex<[Message]>([])

    init() throws(ForwardError) {
        wakeup = platform_wakeup_open()
        guard wakeup >= 0 else { throw ForwardError("no eventfd: \(String(cString: strerror(errno)))") }
    }

    deinit { close(wakeup) }

    func post(_ message: Message) {
        let wasEmpty = messages.withLock { messages in
            defer { messages.append(message) }
            return messages.isEmpty
        }
        if wasEmpty { platform_wakeup_signal(wakeup) }
    }

    func take() -> [Message] {
        messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

/// What has become of a connection that a task carried.
struct PassageReport: Sendable {
    var bytesOut: UInt64 = 0
    var bytesIn: UInt64 = 0
    /// The service was not reached, or the client not let in: why.
    var failure: String?
    var isBroken = false
}

/// Why nothing can be forwarded at all.
package struct ForwardError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
