/// A systemd unit that runs a command which tells when it is ready.
package struct SystemdUnit: Sendable {
    package var description: String
    /// The program's absolute path, then its arguments.
    package var command: [String]
    package var folder: String
    package var user: String?
    package var restart: RestartPolicy
    package var startTimeout: Duration
    package var stopTimeout: Duration
    /// Makes it read its files anew (`systemctl reload`); as systemd has it, `$MAINPID` included.
    package var reload: [String]?
    /// A folder in /run that is there while it runs, and stays for others who use it, too.
    package var runtimeFolder: String?
    /// What it may do though it is not root: `CAP_NET_BIND_SERVICE` and the like.
    package var capabilities: [String] = []

    package init(
        description: String, command: [String], folder: String, user: String? = nil, restart: RestartPolicy,
        startTimeout: Duration, stopTimeout: Duration
    ) {
        self.description = description
        self.command = command
        self.folder = folder
        self.user = user
        self.restart = restart
        self.startTimeout = startTimeout
        self.stopTimeout = stopTimeout
    }

    package var text: String {
        """
        [Unit]
        Description=\(Self.literal(description))
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart=\(command.map(Self.quoted).joined(separator: " "))
        WorkingDirectory=\(Self.literal(folder))
        \(optional.map { "\($0)\n" }.joined())Restart=\(restart.rawValue)
        TimeoutStartSec=\(Self.seconds(startTimeout))
        TimeoutStopSec=\(Self.seconds(stopTimeout))
        KillMode=mixed

        [Install]
        WantedBy=multi-user.target

        """
    }

    /// The lines that not every unit has.
    private var optional: [String] {
        var lines: [String] = []
        if let reload { lines.append("ExecReload=\(reload.joined(separator: " "))") }
        if let user { lines.append("User=\(Self.literal(user))") }
        if let runtimeFolder {
            lines += ["RuntimeDirectory=\(Self.literal(runtimeFolder))", "RuntimeDirectoryPreserve=yes"]
        }
        if !capabilities.isEmpty { lines.append("AmbientCapabilities=\(capabilities.joined(separator: " "))") }
        return lines
    }

    /// A word of a command line (systemd.service(5), "Command lines"); nothing in it means anything but itself.
    static func quoted(_ word: String) -> String {
        let literal = literal(word).replacing("$", with: "$$")
        guard word.isEmpty || !word.utf8.allSatisfy(isPlain) else { return literal }
        let escaped = literal.utf8.reduce(into: [UInt8]()) { text, byte in text += escape(byte) }
        return "\"\(String(decoding: escaped, as: UTF8.self))\""
    }

    /// No specifiers.
    private static func literal(_ text: String) -> String { text.replacing("%", with: "%%") }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Array("_-./:=,@%+$".utf8).contains(byte)
        }
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
        case 0..<0x20, 0x7F:
            Array("\\x".utf8) + [byte >> 4, byte & 15].map { Array("0123456789abcdef".utf8)[Int($0)] }
        default: [byte]
        }
    }

    private static func seconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return attoseconds > 0 ? seconds + 1 : seconds
    }
}
