import PeerServers
import Testing

/// What starts a program when it is used: the same children do under both.
enum Activator: String, CaseIterable, CustomTestStringConvertible {
    case systemd
    case svctop

    var testDescription: String {
        switch self {
        case .systemd: "systemd-socket-activate"
        case .svctop: "svctop activate"
        }
    }

    var isInstalled: Bool { self == .svctop || Tool.path(of: "systemd-socket-activate") != nil }

    /// What has nothing of ours but what a program needs.
    static func environment(home: String) -> [String] {
        ["/usr/bin/env", "-i", "HOME=\(home)", "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8"]
    }
}
