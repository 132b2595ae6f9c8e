import CPlatform
import Dispatch
import Glibc

/// The service manager's end of sd_notify: hears what a program that we have started says of itself, and nobody else.
///
/// It lies in no file system: nothing is left behind, and a program of another user reaches it. So does everyone in the same
/// network namespace, but the kernel says who sends, and strangers are not listened to.
package final class NotifySocket {
    /// What the program has to find in `NOTIFY_SOCKET`.
    package let name: String
    package let descriptor: Int32
    private var source: (any DispatchSourceRead)?

    package init() throws(NotifySocketError) {
        var name = [CChar](repeating: 0, count: 128)
        descriptor = platform_notify_open(&name, UInt32(name.count))
        guard descriptor >= 0 else { throw NotifySocketError(errno: errno) }
        self.name = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// One that another process has opened so. It is closed with this, or now where it is something else.
    package init?(adopting descriptor: Int32) {
        var name = [CChar](repeating: 0, count: 128)
        let isNamed = platform_notify_name(descriptor, &name, UInt32(name.count)) == 0
        self.descriptor = descriptor
        self.name = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard isNamed else { return nil }
    }

    deinit {
        // A source that is watching closes it when it does so no more.
        if let source { source.cancel() } else { close(descriptor) }
    }

    /// Hears a program from now on, and what it has said before. To be called once.
    /// - Parameter onNotification: called for each message of its own, one after the other.
    package func hear(
        _ process: pid_t, of user: uid_t, onNotification: @escaping @Sendable (ServiceNotification) -> Void
    ) {
        let descriptor = descriptor
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "svctop.notify"))
        source.setEventHandler {
            Self.drain(descriptor, mostDescriptors: 0) { sender, notification, _ in
                guard sender.belongs(to: process, of: user) else { return }
                onNotification(notification)
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.resume()
        self.source = source
    }

    /// Hears what has been said, for somebody who waits by himself until there is something. Whose word it is, is to be looked
    /// at first.
    /// - Parameter body: gets the descriptors that came with it, at most so many, which are its to close.
    package func receive(
        mostDescriptors: Int, _ body: (NotificationSender, ServiceNotification, [Int32]) -> Void
    ) {
        Self.drain(descriptor, mostDescriptors: mostDescriptors, body)
    }

    private static func drain(
        _ descriptor: Int32, mostDescriptors: Int, _ body: (NotificationSender, ServiceNotification, [Int32]) -> Void
    ) {
        var bytes = [UInt8](repeating: 0, count: ServiceNotification.longestMessage)
        // Whoever fills the queue for ever does not keep this from other work.
        for _ in 0..<64 {
            var sender = NotificationSender(process: 0, user: .max)
            var passed = [Int32](repeating: -1, count: mostDescriptors)
            var passedCount = UInt32(clamping: mostDescriptors)
            let count = platform_notify_receive(
                descriptor, &bytes, UInt32(bytes.count), &sender.process, &sender.user, &passed, &passedCount)
            guard count >= 0 else { return }
            body(sender, ServiceNotification(bytes.prefix(count)), Array(passed.prefix(Int(passedCount))))
        }
    }
}

/// Who has sent a notification, by the kernel's word.
package struct NotificationSender: Hashable, Sendable {
    package var process: pid_t
    package var user: uid_t

    /// Whether it is a program that we have started, or something that this has started in its turn (systemd calls that
    /// `NotifyAccess=all`). What has ended since, as `systemd-notify` in a script has, is taken by its user.
    package func belongs(to process: pid_t, of user: uid_t) -> Bool {
        guard self.process > 0 else { return false }
        return switch ProcessFamily.relation(of: self.process, to: process) {
        case .member: true
        case .stranger: false
        case .gone: self.user == user
        }
    }
}

package struct NotifySocketError: Error, Hashable, Sendable, CustomStringConvertible {
    package var errno: Int32

    package var description: String {
        "there can be no socket for what the program says of itself: \(String(cString: strerror(errno)))"
    }
}
