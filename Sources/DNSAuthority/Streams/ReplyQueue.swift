/// The replies that are ready, in the order in which they got ready, message by message.
///
/// A transfer's next message is made when it is asked for, so that what a slow client does not take is never made.
struct ReplyQueue {
    private var replies: [Part] = []

    private enum Part {
        case message([UInt8])
        case transfer(OutgoingTransfer)
    }

    var isEmpty: Bool { replies.isEmpty }

    /// - Returns: whether there is anything to send.
    mutating func append(_ reply: Reply) -> Bool {
        switch reply {
        case .nothing: return false
        case .message(let bytes): replies.append(.message(bytes))
        case .transfer(let transfer): replies.append(.transfer(transfer))
        }
        return true
    }

    /// The next message.
    /// - Parameter seconds: Our clock, since 1970.
    /// - Returns: also whether it is the last of its reply; nil while nothing is ready. A reply may end without a message.
    mutating func next(at seconds: UInt64) -> (message: [UInt8]?, isLast: Bool)? {
        guard let first = replies.first else { return nil }
        switch first {
        case .message(let bytes):
            replies.removeFirst()
            return (bytes, true)
        case .transfer(var transfer):
            let message = transfer.next(at: seconds)
            let isLast = transfer.isFinished || message == nil
            if isLast {
                replies.removeFirst()
            } else {
                replies[0] = .transfer(transfer)
            }
            return (message, isLast)
        }
    }
}
