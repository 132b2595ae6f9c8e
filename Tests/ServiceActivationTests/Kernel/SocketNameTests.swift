import ActivationControl
import DNSCore
import Glibc
import ServiceRegistration
import Testing

@testable import ServiceActivation

@Suite("What a socket is called")
struct SocketNameTests {
    private func inode(of descriptor: Int32) -> UInt64 {
        var status = stat()
        fstat(descriptor, &status)
        return UInt64(status.st_ino)
    }

    @Test("by its address and port", arguments: ["127.0.0.1", "::1", "0.0.0.0", "::"])
    func network(_ text: String) throws {
        for transport in [ServiceTransport.tcp, .udp] {
            let address = try #require(IPAddress(text))
            let socket = try #require(try NamelessSockets.open(transport, port: 0, at: [address]).first)
            defer { close(socket) }
            let name = SocketName(of: socket)
            let port = try #require(name.port)
            #expect(port > 0)
            #expect(name.place == (text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"))
            #expect(name.kind == (transport == .tcp ? .tcp : .udp))
            #expect(name.isStream == (transport == .tcp))
            #expect(name.inode == inode(of: socket))
        }
    }

    @Test("by its path")
    func local() throws {
        let waiter = try Waiter(at: .unix)
        #expect(waiter.name.kind == .unix)
        #expect(waiter.name.place.hasSuffix("/socket"))
        #expect(waiter.name.port == nil)
        #expect(waiter.name.inode == inode(of: waiter.descriptor))
    }

    @Test("by its number where the kernel has no name for it")
    func nameless() {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        #expect(SocketName(of: socket).place == "descriptor \(socket)")
        #expect(SocketName(of: -1).place == "descriptor -1")
    }

    @Test("without addresses, all of this host are listened at")
    func everywhere() throws {
        let sockets = try NamelessSockets.open(.tcp, port: 0)
        defer { for socket in sockets { close(socket) } }
        #expect(sockets.map { SocketName(of: $0).place.hasPrefix("[::]:") } == [true])
    }
}
