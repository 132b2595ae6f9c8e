import DNSCore
import ServiceCatalog

/// What the program is to do for the dashboard.
package enum Effect: Sendable {
    case quit
    /// Hand the terminal back and stop until continued (SIGTSTP).
    case suspend
    /// Draw every cell again, whatever the terminal shows now.
    case redraw
    case bell
    /// Run `arrange` on another thread and give its answer back as `DashboardEvent.arranged`. There is never more than one
    /// at a time.
    case arrange(ArrangementRequest)
    case refresh(Refresh)
}

/// What to ask and probe again at once.
package struct Refresh: Hashable, Sendable {
    /// Every zone is to be asked for its serial.
    package var zones: [DomainName]
    /// Instances to be probed before the others: those on the screen, by zone.
    package var instances: [DomainName: [InstanceID]]

    package init(zones: [DomainName], instances: [DomainName: [InstanceID]]) {
        self.zones = zones
        self.instances = instances
    }
}
