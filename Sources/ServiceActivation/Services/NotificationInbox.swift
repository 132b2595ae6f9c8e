import Glibc
import ServiceSupervision

/// Hears in the loop what the processes of a service say (sd_notify).
final class NotificationInbox {
    typealias Hear = (NotificationSender, ServiceNotification, [Int32]) -> Void

    private let socket: NotifySocket
    private let events: EventLoop
    private let mostDescriptors: Int
    private let hear: Hear
    private var watch: EventLoop.Watch?

    /// - Parameters:
    ///   - mostDescriptors: that one message may bring; others are closed.
    ///   - hear: called for each message, be it whoever's; the descriptors are its to close.
    init(_ socket: NotifySocket, _ events: EventLoop, mostDescriptors: Int, hear: @escaping Hear) {
        self.socket = socket
        self.events = events
        self.mostDescriptors = mostDescriptors
        self.hear = hear
        watch = events.watch(socket.descriptor) { [weak self] in self?.drain() }
    }

    deinit {
        if let watch { events.unwatch(watch) }
    }

    var name: String { socket.name }
    var descriptor: Int32 { socket.descriptor }

    func drain() { socket.receive(mostDescriptors: mostDescriptors, hear) }
}
