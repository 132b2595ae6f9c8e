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
    /// Make a plan of what the user asks for, and give it back as `DashboardEvent.planned`.
    case plan(PlanRequest)
    /// Carry out a plan that the user has confirmed, telling of it as `DashboardEvent.progress`.
    case execute(Plan)
    /// Keep who has to answer at an instance; nil to let go of it.
    case pin(InstanceIdentity, Identity?)
    /// Put a text on the clipboard of the user's terminal (OSC 52).
    case copy(String)
    /// The same with records as `list --json` has them.
    case copyJSON(Snapshot, [PlanRequest.Subject])
    /// Tell the user by the terminal's own means (OSC 9), wherever they look.
    case notify(String)
    /// Show a text in `$PAGER`; the screen comes back when it is left.
    case page(String)
    case setMouse(Bool)
    /// Tell which themes there are, as `DashboardEvent.themes`.
    case listThemes
    /// Draw with this theme from now on.
    case useTheme(String)
    /// Keep how the user looks at things for the next start.
    case save(ViewPreferences)
}

extension Effect {
    /// Terminals cut or refuse a longer text for the clipboard.
    package static let mostCopiedBytes = 100_000
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
