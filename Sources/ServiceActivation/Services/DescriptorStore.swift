import Glibc
import ServiceSupervision

/// What a service keeps with its stand-in across its restarts (sd_notify's FDSTORE). What nobody is at the other end of any
/// more is let go of.
final class DescriptorStore {
    private struct Stored {
        var name: String
        var descriptor: Int32
        /// nil for what cannot be watched, as files.
        var watch: EventLoop.Watch?
    }

    private let events: EventLoop
    private let capacity: Int
    private var stored: [Stored] = []

    init(_ events: EventLoop, capacity: Int) {
        self.events = events
        self.capacity = capacity
    }

    deinit { removeAll { _ in true } }

    var count: Int { stored.count }

    var descriptors: [HandedDescriptor] { stored.map { HandedDescriptor($0.descriptor, name: $0.name) } }

    /// - Parameter descriptor: the store's from now on.
    /// - Returns: false where there is no room; it is closed then.
    func add(_ descriptor: Int32, _ name: String) -> Bool {
        guard stored.count < capacity else {
            close(descriptor)
            return false
        }
        // Errors and hang-ups are told of whatever is asked for.
        let watch = events.watch(descriptor, for: .hangUp) { [weak self] in
            self?.removeAll { $0.descriptor == descriptor }
        }
        stored.append(Stored(name: name, descriptor: descriptor, watch: watch))
        return true
    }

    func remove(_ name: String) { removeAll { $0.name == name } }

    private func removeAll(_ isGone: (Stored) -> Bool) {
        for gone in stored where isGone(gone) {
            if let watch = gone.watch { events.unwatch(watch) }
            close(gone.descriptor)
        }
        stored.removeAll(where: isGone)
    }
}
