import Configuration
import Dashboard
import Glibc
import ServiceCatalog
import ServiceMonitor
import Store

extension Settings {
    /// What may be changed in the zones of a monitor, by whoever runs this.
    func actingConfiguration(_ zones: [ZoneConfiguration]) -> ActingConfiguration {
        let plans = Dictionary(actingPlans.map { ($0.apex, $0) }) { first, _ in first }
        return ActingConfiguration(
            zones: zones.map { zone in
                let plan = plans[zone.apex]
                return ActingZone(
                    apex: zone.apex, servers: zone.servers, primary: plan?.primary,
                    signers: plan?.keys.map(ActingZone.Signer.init) ?? [], discoversReplicas: zone.discoversReplicas,
                    context: plan?.context, isProduction: plan?.isProduction ?? false)
            },
            isReadOnly: isReadOnly.value, user: Self.userName)
    }

    /// Where the plans of the zones of a monitor are made. Without a journal nothing is sent.
    func planDesk(for monitor: ServiceMonitor, _ zones: [ZoneConfiguration]) -> Result<PlanDesk, PlanRefusal> {
        guard !isReadOnly.value else { return .failure(.readOnly) }
        do throws(StoreError) {
            let desk = PlanDesk(
                actingConfiguration(zones), journal: try openJournal(), latest: { await monitor.snapshot },
                refresh: { zone in
                    guard let index = zones.firstIndex(where: { $0.apex == zone }) else { return }
                    await monitor.refresh(zone: index, [])
                })
            return .success(desk)
        } catch {
            return .failure(PlanRefusal("nothing can be changed, since there is no journal: \(error)"))
        }
    }

    /// What the screen has to know of it.
    func premises() -> Premises {
        var premises = Premises()
        premises.isReadOnly = isReadOnly.value
        premises.notifications = NotificationWay(rawValue: notifications.value.rawValue) ?? .off
        premises.isMouseOn = mouse.value
        for plan in actingPlans {
            guard let context = plan.context else { continue }
            premises.contexts[plan.apex] = Premises.Context(name: context, isProduction: plan.isProduction)
        }
        return premises
    }

    /// The login name; the number of a user without one.
    private static var userName: String {
        getpwuid(getuid()).flatMap { $0.pointee.pw_name.map { String(cString: $0) } } ?? "\(getuid())"
    }
}

extension ActingZone.Signer {
    fileprivate init(_ key: ActingPlan.Key) {
        self.init(
            key.key,
            key.names.isEmpty ? .zone(labels: key.zoneLabels) : .names(key.names.map(NamePattern.init)))
    }
}
