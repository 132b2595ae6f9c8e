import Glibc

/// What came of a client's attempt.
package enum ConversationEnd: Hashable, Sendable {
    /// The server has said something, and has ended its side.
    case answered(String)
    /// The server has ended its side without a word.
    case silent
    /// Broken off: by a server that was killed, say.
    case reset
    /// Nobody listened, or nobody was there.
    case refused
    /// Nothing in the time that the client had.
    case late
    /// What else a client's own kernel says (errno).
    case impossible(Int32)
}

/// A client's question to a service, and the answer as it comes. Nothing in it blocks.
struct Conversation: ~Copyable {
    let descriptor: Int32
    private(set) var end: ConversationEnd?
    private var unsent: ArraySlice<UInt8>
    private var answer: [UInt8] = []
    /// Whose one answer is all of it.
    private let isDatagram: Bool

    private static let limit = 1 << 16

    /// Connects; says the question as soon as it may.
    /// - Parameter number: which of 127.0.0.1, 127.0.0.2 and so on it comes from, where it is a matter of addresses.
    init(with place: ClientPlace, saying question: String, from number: UInt8 = 1) {
        descriptor = place.makeSocket()
        unsent = Array(question.utf8)[...]
        if case .datagram = place { isDatagram = true } else { isDatagram = false }
        guard descriptor >= 0 else {
            end = .impossible(errno)
            return
        }
        if number != 1, bindLoopback(descriptor, port: 0, host: number) == nil {
            end = .impossible(errno)
            return
        }
        let error = place.connect(descriptor)
        if error != 0, error != EINPROGRESS { end = Self.end(by: error) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What poll(2) is to wait for.
    var events: Int16 { Int16(unsent.isEmpty ? POLLIN : POLLIN | POLLOUT) }

    /// Does what can be done without waiting.
    mutating func proceed() {
        while end == nil, !unsent.isEmpty {
            let sent = unsent.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0 {
                guard errno != EAGAIN else { return }
                // What was said before it broke off is still there to be read.
                if errno == EPIPE { break }
                end = Self.end(by: errno)
                return
            }
            unsent = unsent.dropFirst(sent)
        }
        receive()
    }

    /// Says something more.
    mutating func say(_ text: String) { unsent += Array(text.utf8) }

    mutating func giveUp() { end = end ?? .late }

    /// Ends our side: the server may still answer.
    func stopSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    private mutating func receive() {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { chunk in
            while end == nil {
                let count = recv(descriptor, chunk.baseAddress, chunk.count, 0)
                if count > 0 {
                    answer += chunk.prefix(min(count, Self.limit - answer.count))
                    if isDatagram { end = .answered(text) }
                } else if count == 0 {
                    end = answer.isEmpty ? .silent : .answered(text)
                } else {
                    if errno != EAGAIN { end = Self.end(by: errno) }
                    return
                }
            }
        }
    }

    private var text: String { String(decoding: answer, as: UTF8.self) }

    private static func end(by error: Int32) -> ConversationEnd {
        switch error {
        case ECONNREFUSED, ENOENT, EHOSTUNREACH, ENETUNREACH: .refused
        case ECONNRESET, EPIPE: .reset
        default: .impossible(error)
        }
    }
}
