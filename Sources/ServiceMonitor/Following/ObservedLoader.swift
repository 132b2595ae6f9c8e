import DNSCore
import ServiceCatalog
import ServiceProbing

/// A loader that shows what it has so far, every now and then: the table fills while a first transfer runs.
struct ObservedLoader: ~Copyable, TransferSink, Sendable {
    var loader: CatalogLoader
    private let clock: WallClock
    private let show: (@Sendable (Catalog) -> Void)?
    private var nextShowing: Timestamp

    private static var showingInterval: Duration { .milliseconds(150) }

    /// - Parameter show: called with what there is of a first transfer; not called for later ones. Nil where nobody looks:
    ///   what is shown has to be copied when it changes.
    init(_ catalog: Catalog, clock: WallClock, show: (@Sendable (Catalog) -> Void)?) {
        self.show = catalog.instanceCapacity == 0 ? show : nil
        loader = CatalogLoader(catalog)
        self.clock = clock
        nextShowing = clock.now.advanced(by: Self.showingInterval)
    }

    mutating func beginMessage() {
        loader.beginMessage()
        guard let show else { return }
        let now = clock.now
        guard now >= nextShowing else { return }
        // What is wrong with it, the next record will say.
        if let catalog = try? loader.catalogSoFar() { show(catalog) }
        nextShowing = clock.now.advanced(by: Self.showingInterval)
    }

    mutating func beginReplacement() { loader.beginReplacement() }

    mutating func add(_ record: borrowing RecordView) throws(WireError) { try loader.add(record) }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) { try loader.remove(record) }

    mutating func commit(soa: StartOfAuthority) throws(WireError) { try loader.commit(soa: soa) }
}
