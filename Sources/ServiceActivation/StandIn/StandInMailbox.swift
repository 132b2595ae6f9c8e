import CPlatform
import Glibc
import Synchronization

/// What other threads want of the loop.
final class StandInMailbox: Sendable {
    enum Order: Sendable {
        case end
        case kill
    }

    let wakeup: Int32
    private let orders = Mutex<[Order]>([])

    init?() {
        wakeup = platform_wakeup_open()
        guard wakeup >= 0 else { return nil }
    }

    deinit { close(wakeup) }

    func put(_ order: Order) {
        orders.withLock { $0.append(order) }
        platform_wakeup_signal(wakeup)
    }

    func takeAll() -> [Order] {
        platform_wakeup_drain(wakeup)
        return orders.withLock { orders in
            defer { orders = [] }
            return orders
        }
    }
}
