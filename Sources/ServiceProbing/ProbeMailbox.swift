import CPlatform
import Glibc
import Synchronization

/// What other threads want of the prober's thread, and the eventfd that wakes it.
final class ProbeMailbox: Sendable {
    enum Command: Sendable {
        case add([ProbeTarget])
        case remove([UInt32])
        case probeNow([UInt32])
        case ended(UInt64, Conversation.Result)
        case stop
    }

    let wakeup: Int32
    private let commands = Mutex<[Command]>([])

    init() throws(ProberError) {
        wakeup = platform_wakeup_open()
        guard wakeup >= 0 else { throw ProberError(.descriptor, errno: errno) }
    }

    deinit { close(wakeup) }

    func post(_ command: Command) {
        let wasEmpty = commands.withLock { commands in
            defer { commands.append(command) }
            return commands.isEmpty
        }
        if wasEmpty { platform_wakeup_signal(wakeup) }
    }

    func take() -> [Command] {
        commands.withLock { commands in
            defer { commands = [] }
            return commands
        }
    }
}
