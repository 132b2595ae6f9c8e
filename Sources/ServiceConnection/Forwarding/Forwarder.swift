import CPlatform
import Dispatch
import Glibc
import ServiceIdentity
import Synchronization

/// Carries connections that are taken here to a service, wherever it is at that moment.
package final class Forwarder: Sendable {
    private let plan: ForwardPlan
    private let carrier: (any SecureCarrier)?
    private let mailbox: ForwardMailbox
    private let epoll: Int32
    private let shared = SharedCounters()
    private let log: @Sendable (ForwardEvent) -> Void

    /// - Parameters:
    ///   - front: TLS towards those who come.
    ///   - back: TLS towards the service.
    package init(
        _ plan: ForwardPlan, front: MutualTLS? = nil, back: MutualTLS? = nil,
        log: @escaping @Sendable (ForwardEvent) -> Void = { _ in }
    ) throws(ForwardError) {
        self.plan = plan
        self.log = log
        carrier = front == nil && back == nil ? nil : TLSCarrier(front: front, back: back, plan: plan)
        mailbox = try ForwardMailbox()
        epoll = platform_epoll_open()
        guard epoll >= 0 else { throw ForwardError("no epoll: \(String(cString: strerror(errno)))") }
    }

    /// So far.
    package var counters: ForwardCounters { shared.value.withLock { $0 } }

    /// Works until `stop` was called and everything that was under way has ended, or until the task is cancelled, which
    /// ends that at once. To be called once.
    package func run() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A serial queue has a thread of its own while it blocks.
                DispatchQueue(label: "svctop.forward").async { [self] in
                    ForwardLoop(plan, carrier: carrier, mailbox: mailbox, epoll: epoll, shared: shared, log: log).run()
                    continuation.resume()
                }
            }
        } onCancel: {
            mailbox.post(.stop)
            mailbox.post(.cut)
        }
    }

    /// Takes no more connections. Those that are under way may go on for as long as the limits say.
    package func stop() { mailbox.post(.stop) }

    /// Ends at once what is under way.
    package func cut() { mailbox.post(.cut) }
}

/// Carries single connections with TLS on a side of theirs.
protocol SecureCarrier: Sendable {
    /// From its acceptance to its end, which closes it; at once when the task is cancelled.
    func carry(_ client: Int32) async -> PassageReport
}
