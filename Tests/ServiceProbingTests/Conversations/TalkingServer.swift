import Glibc
import Synchronization

/// A TCP server on 127.0.0.1 that says to each caller, one after the other, what a test wants it to.
final class TalkingServer: Sendable {
    /// A connection that has been accepted.
    struct Caller {
        let descriptor: Int32

        /// False once the caller is gone.
        @discardableResult
        func say(_ text: String) -> Bool { say(Array(text.utf8)) }

        @discardableResult
        func say(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard sent > 0 else { return false }
                rest = rest.dropFirst(sent)
            }
            return true
        }

        /// What the caller says up to an empty line, or its end.
        func hear() -> String {
            var heard: [UInt8] = []
            var byte: UInt8 = 0
            while !heard.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(descriptor, &byte, 1, 0) == 1 {
                heard.append(byte)
            }
            return String(decoding: heard, as: UTF8.self)
        }

        /// Ends with RST instead of FIN.
        func slam() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }

        /// Waits until the caller has left.
        func waitForEnd() {
            var bytes = [UInt8](repeating: 0, count: 4096)
            while recv(descriptor, &bytes, bytes.count, 0) > 0 {}
        }
    }

    var port: UInt16 { socket.port }
    private let socket: LoopbackSocket
    private let heard = Mutex<[String]>([])

    /// The requests so far.
    var requests: [String] { heard.withLock { $0 } }

    init(_ talk: @escaping @Sendable (Caller) -> Void) throws {
        socket = try LoopbackSocket(SOCK_STREAM)
        socket.listen()
        let descriptor = dup(socket.descriptor)
        try startThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                talk(Caller(descriptor: connection))
                close(connection)
            }
            close(descriptor)
        }
    }

    /// One that answers every request with the same.
    convenience init(answering answer: String) throws {
        try self.init { caller in
            _ = caller.hear()
            caller.say(answer)
            caller.waitForEnd()
        }
    }

    deinit { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
}
