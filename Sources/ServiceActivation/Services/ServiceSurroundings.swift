import ActivationControl
import CPlatform
import Glibc

/// What the services of a stand-in share.
final class ServiceSurroundings {
    let events: EventLoop
    let tell: @Sendable (StandInNote) -> Void
    /// /dev/null, as standard input.
    let nothing: Int32
    /// Told of each service that is another than it was.
    var onChange: (any HeldService) -> Void = { _ in }

    init?(tell: @escaping @Sendable (StandInNote) -> Void) {
        guard let events = EventLoop() else { return nil }
        nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        self.events = events
        self.tell = tell
    }

    deinit {
        if nothing >= 0 { close(nothing) }
    }
}
