import ActivationControl
import CPlatform
import Glibc
import PeerServers

/// Two ends of one conversation, over a socket in the file system.
struct Ends {
    let folder: TemporaryFolder
    let listener: ControlListener
    let standIn: ControlConnection
    /// A descriptor, for what no decent program sends.
    let client: PassedDescriptor

    init() throws {
        folder = try TemporaryFolder()
        listener = try ControlListener(at: "\(folder.path)/a.sock")
        let descriptor = platform_packets_connect(listener.path, 1000)
        guard descriptor >= 0, let accepted = listener.accept() else { throw PeerError.cannotStart("not connected") }
        client = PassedDescriptor(owning: descriptor)
        standIn = accepted
    }

    /// - Returns: whether it was sent.
    @discardableResult
    func send(_ bytes: [UInt8], passing descriptors: [Int32] = []) -> Bool {
        platform_packet_send(
            client.descriptor, bytes, UInt32(bytes.count), descriptors, UInt32(descriptors.count)) == 0
    }

    /// The packet that has come to the client; nil where it is at an end, or none is there.
    func answer() -> String? {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(client.descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}

/// Something that shows whether a descriptor that was passed is open still.
struct Pipe {
    let reading: PassedDescriptor
    let writing: PassedDescriptor

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        reading = PassedDescriptor(owning: ends[0])
        writing = PassedDescriptor(owning: ends[1])
    }

    /// Whether nobody has the writing end.
    var isClosed: Bool {
        var byte: UInt8 = 0
        return read(reading.descriptor, &byte, 1) == 0
    }
}

extension ControlConnection.Received {
    var message: ControlMessage? { if case .message(let message, _) = self { message } else { nil } }
    var descriptors: [PassedDescriptor] { if case .message(_, let passed) = self { passed } else { [] } }
    var isEnd: Bool { if case .ended = self { true } else { false } }
    var isNothing: Bool { if case .nothing = self { true } else { false } }
}
