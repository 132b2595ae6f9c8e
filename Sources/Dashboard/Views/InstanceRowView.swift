import DNSCore
import ServiceCatalog
import Terminal

/// One instance in the table.
struct InstanceRowView: View {
    let state: DashboardState
    let key: InstanceKey
    /// Of the RRset at the service's own name; nil where it is too large to look at now.
    let tiers: RRsetTiers?
    let columns: ColumnLayout
    let changes: RowChanges

    private var instance: InstanceID { key.instance }

    func draw(on canvas: inout Canvas) {
        let zone = state.zone(showing: key)
        let health = zone.shownHealth(of: instance, at: canvas.now)
        let shares = tiers?.figures(of: instance, health, in: zone, at: canvas.now) ?? .none
        canvas.put(status: health.status, in: columns)
        for placed in columns.placed {
            if placed.column == .shareBar {
                drawBar(placed, shares, on: &canvas)
            } else if placed.column == .history {
                drawHistory(placed, health, on: &canvas)
            } else if var content = content(of: placed, zone, health, shares, on: &canvas) {
                let indent = placed.column == .instance ? indent : 0
                fit(&content.text, in: placed.column, width: placed.width - indent, zone, on: canvas)
                canvas.put(
                    content.text, row: 0, column: placed.start + indent, width: placed.width - indent,
                    style: content.style, align: placed.column.isNumber ? .right : .left)
            }
        }
        if health.status == .withdrawn || zone.isDoubtful(at: canvas.now) {
            canvas.dim(Rect(canvas.size))
        }
        drawSigns(zone, on: &canvas)
    }

    /// Of a target the port stays, whatever else has no room.
    private func fit(_ text: inout String, in column: Column, width: Int, _ zone: ZoneSnapshot, on canvas: Canvas) {
        switch column {
        case .target: text = cutInTheMiddle(text, width: width, repertoire: canvas.repertoire)
        case .instance where !zone.catalog.isBrowsed(instance):
            text = cutInTheMiddle(text, width: width, repertoire: canvas.repertoire)
        case .share where canvas.columns(of: text) > width: text = text.replacing("  ", with: " ")
        default: break
        }
    }

    private var indent: Int { state.arrangement.order.grouping.hasHeaders ? 2 : 0 }

    /// What has just happened to the record, and whether it is marked.
    private func drawSigns(_ zone: ZoneSnapshot, on canvas: inout Canvas) {
        if let change = changes.change(of: instance, in: zone.catalog) {
            canvas.put(change.kind.sign, row: 0, column: 2, style: canvas.theme[change.kind.role])
            canvas.change(at: change.until)
        }
        if state.marks.contains(key) { canvas.put("◆", row: 0, column: 1, style: canvas.theme[.mark]) }
    }

    private func content(
        of placed: ColumnLayout.Placed, _ zone: ZoneSnapshot, _ health: Health, _ shares: ShareFigures,
        on canvas: inout Canvas
    ) -> Span? {
        let theme = canvas.theme
        let catalog = zone.catalog
        switch placed.column {
        case .status, .shareBar, .history:
            return nil
        case .instance:
            let isQuiet = health.status == .withdrawn || health.status == .unavailable
            return Span(catalog.title(of: instance), theme[isQuiet ? .dim : .text])
        case .service:
            return Span(serviceName(catalog), theme[.dim])
        case .zone:
            return Span(catalog.apex.withoutFinalDot, theme[.dim])
        case .target:
            return catalog.isBrowsed(instance) ? Span(catalog.targetAndPort(of: instance), theme[.dim]) : nil
        case .address:
            return catalog.firstAddress(of: instance).map { Span($0.description, theme[.dim]) }
        case .port:
            return Span("\(catalog.location(of: instance).port)", theme[.dim])
        case .priority:
            return Span("\(catalog.location(of: instance).priority)", theme[.dim])
        case .weight:
            return Span("\(catalog.location(of: instance).weight)", theme[.dim])
        case .ttl:
            return Span(timeToLive(catalog, health, on: &canvas), theme[.dim])
        case .lease:
            return lease(zone, on: &canvas)
        case .share:
            return Span(shares.text, theme[shares.isCertain ? .text : .dim])
        case .rtt:
            guard health.status.serves, health.roundTrip > 0 else { return nil }
            return Span(Numbers.roundTrip(microseconds: health.roundTrip), theme[.text])
        case .age:
            return since(health).map { Span(canvas.age(since: $0), theme[.dim]) }
        case .reason:
            let style = health.status.isProblem ? theme.tint(of: health.status) : theme[.dim]
            return Span(reason(zone, health, width: placed.width, on: &canvas), style)
        case .owner:
            guard let peer = zone.peers.telling(instance), let owner = peer.evidence.owner else { return nil }
            let isStranger = peer.finding?.reason == .wrongOwner || peer.finding?.reason == .notStandIns
            let style = isStranger ? theme.tint(of: .impostor) : theme[.dim]
            return Span(peer.process?.userName ?? "uid \(owner.user)", style)
        }
    }

    /// In full unless a column tells the zone.
    private func serviceName(_ catalog: Catalog) -> String {
        let service = catalog.service(of: instance)
        if columns[.zone] != nil { return catalog.name(of: service).shown(within: catalog.apex) }
        return state.name(of: ServiceKey(zone: key.zone, service: service))
    }

    private func drawBar(_ placed: ColumnLayout.Placed, _ shares: ShareFigures, on canvas: inout Canvas) {
        guard let fraction = shares.fraction else { return }
        let spans = ShareBar.spans(
            fraction, width: placed.width, canvas.theme, in: canvas.repertoire, isDim: !shares.isCertain)
        canvas.put(spans, row: 0, column: placed.start, width: placed.width)
    }

    /// Of the worst of its addresses, ending at the right.
    private func drawHistory(_ placed: ColumnLayout.Placed, _ health: Health, on canvas: inout Canvas) {
        guard let trail = state.trails(of: key).worst else { return }
        let line = Sparkline(trail.history, until: canvas.now, of: health)
        let start = placed.start + max(0, placed.width - line.count)
        canvas.put(line.spans(width: placed.width, canvas.theme), row: 0, column: start, width: placed.width)
    }

    private var tombstone: ZoneSnapshot.Tombstone? { state.arrangement.tombstones[key.zone][instance] }

    private func since(_ health: Health) -> Timestamp? {
        if health.status == .withdrawn { return tombstone?.withdrawnAt }
        return health.since == .distantPast ? nil : health.since
    }

    /// Of what is gone: how long caches may still have it.
    private func timeToLive(_ catalog: Catalog, _ health: Health, on canvas: inout Canvas) -> String {
        guard health.status == .withdrawn, let tombstone else { return "\(catalog.ttl(of: instance))" }
        return canvas.remaining(until: tombstone.clearsAt) ?? "0s"
    }

    /// Nothing for what stays until somebody withdraws it.
    private func lease(_ zone: ZoneSnapshot, on canvas: inout Canvas) -> Span? {
        guard tombstone == nil, let lease = zone.leases[instance, in: zone.catalog] else { return nil }
        guard let rest = canvas.remaining(until: lease.expiresAt) else { return Span("ended", canvas.theme[.warning]) }
        return Span(rest, canvas.theme[.dim])
    }

    private func reason(_ zone: ZoneSnapshot, _ health: Health, width: Int, on canvas: inout Canvas) -> String {
        guard health.status == .withdrawn, let tombstone else {
            let text = zone.reason(of: instance, health)
            if text.count <= width { return text }
            let brief = zone.peers.telling(instance)?.finding?.brief
            return brief.flatMap { $0.count <= width ? $0 : nil } ?? health.reason.fitting(width)
        }
        let isShort = width < 17
        let rest = canvas.remaining(until: tombstone.clearsAt)
        return rest.map { "\(isShort ? "caches" : "in caches for") \($0)" } ?? "gone\(isShort ? "" : " from caches")"
    }
}

extension ShareFigures {
    /// Whether it is known, not only written.
    var isCertain: Bool { if case .known = self { true } else { false } }
}
