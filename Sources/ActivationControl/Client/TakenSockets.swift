import CPlatform

/// The sockets of a service that this process serves from now on.
public struct TakenSockets: Sendable {
    public let service: String
    /// In the order in which a program started by the stand-in finds them, as in `LISTEN_FDNAMES`.
    public let names: [String]
    /// Where else the stand-in hears that we are ready (sd_notify); nil where it does not.
    public let notifySocket: String?
    private let descriptors: [PassedDescriptor]
    private let conversation: Conversation

    private static let mostPackets = 32

    init(_ service: String, from conversation: Conversation) throws(ControlError) {
        var names: [String] = []
        var descriptors: [PassedDescriptor] = []
        var notifySocket: String?
        for _ in 0..<Self.mostPackets {
            let (message, passed) = try conversation.next()
            names +=
                message["LISTEN_FDNAMES"].map { $0.split(separator: ":", omittingEmptySubsequences: false) }?
                .prefix(passed.count).map(String.init) ?? []
            descriptors += passed
            guard names.count == descriptors.count else { throw conversation.isNotUnderstood }
            notifySocket = message["NOTIFY_SOCKET"] ?? notifySocket
            guard message.isEnd else { continue }
            self.service = service
            self.names = names
            self.descriptors = descriptors
            self.notifySocket = notifySocket
            self.conversation = conversation
            return
        }
        throw conversation.isNotUnderstood
    }

    /// All of them, in the order of `names`.
    public var sockets: [PassedDescriptor] { descriptors }

    /// The sockets of that name, one for each address, bound and listening; none where there is no such name.
    public func sockets(named name: String) -> [PassedDescriptor] {
        zip(names, descriptors).filter { $0.0 == name }.map(\.1)
    }

    /// Tells the stand-in that clients are being answered. What served them until now is told to end.
    public func ready() throws(ControlError) {
        do throws(ControlError) {
            try conversation.say(.ready)
        } catch {
            guard tellNotifySocket() else { throw error }
            return
        }
        // Another stand-in may be taking this one's place, which does not read any more.
        _ = tellNotifySocket()
    }

    private func tellNotifySocket() -> Bool {
        guard let notifySocket else { return false }
        let words = Array("READY=1".utf8)
        return platform_notify_send(notifySocket, words, UInt32(words.count)) == 0
    }
}
