import ActivationControl
import CPlatform
import Glibc

/// A listening socket that the stand-in holds, and its clients wait at.
struct HeldSocket {
    /// For the program (`LISTEN_FDNAMES`).
    let name: String
    let descriptor: Int32
    let label: SocketName

    init(_ name: String, _ descriptor: Int32) {
        self.name = name
        self.descriptor = descriptor
        label = SocketName(of: descriptor)
    }

    var report: ReportedSocket { ReportedSocket(name, label.kind, at: label.place, inode: label.inode) }

    /// Whether clients wait, or what they have sent.
    var hasWaiting: Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, 0) == 1 && ready.revents & Int16(POLLIN) != 0
    }

    /// Lets go of those that wait.
    /// - Returns: how many they were.
    func dismissWaiting() -> Int {
        var count = 0
        while count < Self.mostDismissed, label.isStream ? dismissConnection() : dismissDatagram() { count += 1 }
        return count
    }

    private static let mostDismissed = 65_536

    private func dismissConnection() -> Bool {
        var peer = platform_peer()
        var hasPeer: Int32 = 0
        let connection = platform_accept_waiting(descriptor, &peer, &hasPeer)
        guard connection >= 0 else { return false }
        platform_connection_reset(connection)
        return true
    }

    private func dismissDatagram() -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT)) >= 0
    }
}
