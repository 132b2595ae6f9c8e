import DNSCore
import ServiceCatalog
import ServiceProbing

/// A loader that shows what it has so far, every now and then: the table fills while a first transfer runs.
struct ObservedLoader: ~Copyable, TransferSink, Sendable {
    var loader: CatalogLoader
    /// Every instance that a first transfer has brought, as not probed yet.
    private(set) var table = HealthTable()
    private let isFirst: Bool
    private let clock: WallClock
    private let show: @Sendable (Catalog, HealthTable) -> Void
    private var shownRows = 0
    private var nextShowing: Timestamp

    private static var showingInterval: Duration { .milliseconds(150) }

    /// - Parameter show: called with what there is of a first transfer; not called for later ones.
    init(_ catalog: Catalog, clock: WallClock, show: @escaping @Sendable (Catalog, HealthTable) -> Void) {
        isFirst = catalog.instanceCapacity == 0
        loader = CatalogLoader(catalog)
        self.clock = clock
        self.show = show
        nextShowing = clock.now.advanced(by: Self.showingInterval)
    }

    mutating func beginMessage() {
        loader.beginMessage()
        guard isFirst else { return }
        let now = clock.now
        guard now >= nextShowing else { return }
        extendTable()
        show(loader.catalogSoFar(), table)
        nextShowing = clock.now.advanced(by: Self.showingInterval)
    }

    mutating func beginReplacement() { loader.beginReplacement() }

    mutating func add(_ record: borrowing RecordView) throws(WireError) { try loader.add(record) }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) { try loader.remove(record) }

    mutating func commit(soa: StartOfAuthority) throws(WireError) {
        try loader.commit(soa: soa)
        if isFirst { extendTable() }
    }

    private mutating func extendTable() {
        let rows = shownRows..<loader.catalog.instanceCapacity
        for row in rows {
            let instance = InstanceID(rawValue: UInt32(row))
            if loader.catalog.isInstance(instance) {
                table.insert(instance, of: loader.catalog.service(of: instance), .unknown)
            }
        }
        shownRows = rows.upperBound
    }
}
