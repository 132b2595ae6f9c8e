import DNSCore
import ServiceCatalog

/// All zones merged, or one of them alone.
extension DashboardState {
    /// The place of the zone that is shown alone.
    var zoneAloneIndex: Int? { zoneAlone.flatMap { name in snapshot.zones.firstIndex { $0.name == name } } }

    var shownZones: [ZoneSnapshot] { zoneAloneIndex.map { [snapshot.zones[$0]] } ?? snapshot.zones }

    /// Instances by status in what is shown of the zones, whatever the filter hides.
    var shownCounts: StatusCounts { shownZones.reduce(StatusCounts()) { $0 + $1.counts(at: shownAt) } }

    /// On to the next zone; behind the last one come all of them.
    mutating func stepZone(by step: Int) {
        let count = snapshot.zones.count + 1
        let next = ((zoneAloneIndex.map { $0 + 1 } ?? 0) + step + count) % count
        showZone(next == 0 ? nil : next - 1)
    }

    /// `1` for the first zone; the digit of the zone that is shown already brings all of them back.
    mutating func showZone(_ digit: Character) {
        guard digit.isASCII, let number = digit.wholeNumberValue, snapshot.zones.indices.contains(number - 1) else {
            return
        }
        showZone(number - 1 == zoneAloneIndex ? nil : number - 1)
    }

    mutating func showZone(_ index: Int?) {
        guard snapshot.zones.count > 1 else {
            message = Message("There is one zone only")
            return
        }
        zoneAlone = index.map { snapshot.zones[$0].name }
        message = Message(zoneAlone.map { "\($0.withoutFinalDot) alone" } ?? "All \(snapshot.zones.count) zones")
        schedule.wantNow()
    }
}
