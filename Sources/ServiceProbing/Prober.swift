import CPlatform
import Glibc
import ServiceCatalog

/// Probes endpoints again and again, on a thread of its own, until it is stopped or let go.
package final class Prober: Sendable {
    private let mailbox: ProbeMailbox
    private let box: ReportBox

    /// - Parameter clock: shared with those who compare its times with theirs.
    package convenience init(policy: ProbePolicy = ProbePolicy(), clock: WallClock = WallClock()) throws(ProberError) {
        try self.init(policy: policy, clock: clock, purpose: .watch, targets: [])
    }

    init(
        policy: ProbePolicy, clock: WallClock, purpose: ProbeScheduler.Purpose, targets: [ProbeTarget]
    ) throws(ProberError) {
        let mailbox = try ProbeMailbox()
        let box = ReportBox()
        let epoll = platform_epoll_open()
        guard epoll >= 0 else { throw ProberError(.descriptor, errno: errno) }
        let scheduler = ProbeScheduler(
            policy: policy, purpose: purpose, concurrency: DescriptorLimit.forProbes, seed: .random(in: 0 ... .max),
            at: clock.now)
        mailbox.post(.add(targets))
        do {
            try startProbeThread {
                ProbeLoop(epoll: epoll, mailbox: mailbox, box: box, clock: clock, scheduler: scheduler).run()
            }
        } catch {
            close(epoll)
            throw error
        }
        self.mailbox = mailbox
        self.box = box
    }

    deinit { stop() }

    /// Adds endpoints, which are probed as soon as the limits allow. One that has the id of another takes its place; one
    /// that is there already stays as it is. A target of kind `none` gets one report that says so.
    package func add(_ targets: [ProbeTarget]) { mailbox.post(.add(targets)) }

    /// Forgets endpoints. Reports of them that are on their way still arrive.
    package func remove(_ ids: [UInt32]) { mailbox.post(.remove(ids)) }

    /// Probes endpoints at once, before all others; their next turn counts from then.
    package func probeNow(_ ids: [UInt32]) { mailbox.post(.probeNow(ids)) }

    package func reports() -> ProbeReports { ProbeReports(box: box) }

    /// Ends the thread and, once what waits has been read, the reports.
    package func stop() { mailbox.post(.stop) }
}
