extension ServiceReport {
    /// nil where the message is about no service, or about one in no state.
    public init?(_ message: ControlMessage) {
        guard let service = message["SERVICE"], let state = message["STATE"].flatMap(ServiceState.init(rawValue:)),
            let since = message["SINCE"].flatMap(Self.time)
        else { return nil }
        self.init(
            service, state, since: since, starts: message["STARTS"].flatMap { Int($0) } ?? 0,
            lastStart: message["STARTED"].flatMap(Self.time), process: message["PROCESS"].flatMap { Int32($0) },
            successor: message["SUCCESSOR"].flatMap { Int32($0) },
            wake: message["WAKE"].flatMap(Wake.init(rawValue:)) ?? .connect,
            isPerConnection: message["ACCEPT"] == "yes", reason: message["REASON"], names: message.values(of: "NAME"),
            sockets: message.values(of: "SOCKET").compactMap(ReportedSocket.init(text:)))
    }

    /// It fits into a packet: of a great many sockets and names, not all are told.
    public var message: ControlMessage {
        var message: ControlMessage = [
            "SERVICE": service, "STATE": state.rawValue, "SINCE": "\(since)", "STARTS": "\(starts)",
            "WAKE": wake.rawValue, "ACCEPT": isPerConnection ? "yes" : "no",
        ]
        if let lastStart { message.append("STARTED", "\(lastStart)") }
        if let process { message.append("PROCESS", "\(process)") }
        if let successor { message.append("SUCCESSOR", "\(successor)") }
        if let reason { message.append("REASON", String(reason.unicodeScalars.prefix(Self.longestReason))) }
        message.append("SOCKET", sockets.lazy.map(\.text), bytes: Self.mostBytesOfSockets)
        message.append("NAME", names, bytes: Self.mostBytesOfNames)
        return message
    }

    private static let longestReason = 1024
    private static let mostBytesOfSockets = 24_576
    private static let mostBytesOfNames = 24_576

    /// Until the year 9999: what others say is computed with.
    private static func time(_ text: String) -> Double? {
        guard let seconds = Double(text), (0..<253_402_300_800).contains(seconds) else { return nil }
        return seconds
    }
}

extension ControlMessage {
    /// As many of the values as there is room for.
    fileprivate mutating func append(_ key: String, _ values: some Sequence<String>, bytes most: Int) {
        var size = 0
        for value in values {
            let plain = Self.plainValue(value)
            size += key.utf8.count + plain.utf8.count + 2
            guard size <= most, fields.count < Self.mostFields - 1 else { return }
            append(key, plain)
        }
    }
}

extension ReportedSocket {
    /// `http tcp 127.0.0.1:8080 12345`. A path may have spaces in it, a name may not.
    init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = Kind(rawValue: String(parts[1])), let end = parts[2].lastIndex(of: " "),
            let inode = UInt64(parts[2][parts[2].index(after: end)...])
        else { return nil }
        self.init(String(parts[0]), kind, at: String(parts[2][..<end]), inode: inode)
    }

    var text: String { "\(name.replacing(" ", with: "_")) \(kind.rawValue) \(place) \(inode)" }
}
