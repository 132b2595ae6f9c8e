import Glibc
import NIOCore
import NIOPosix

/// Addresses of a host, from its text or from the system's resolver.
enum HostResolver {
    /// More addresses than these are not tried.
    private static let limit = 8

    static func addresses(of host: String, port: UInt16) async throws(ClientError) -> [SocketAddress] {
        if let literal = try? SocketAddress(ipAddress: host, port: Int(port)) { return [literal] }
        let lookup = PendingLookup<Result<[SocketAddress], ClientError>>()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                lookup.wait(continuation)
                NIOThreadPool.singleton.submit { state in
                    guard case .active = state else { return lookup.finish(.failure(.cancelled)) }
                    do throws(ClientError) {
                        lookup.finish(.success(try look(up: host, port: port)))
                    } catch {
                        lookup.finish(.failure(error))
                    }
                }
            }
        } onCancel: {
            // getaddrinfo cannot be stopped: it is left to end alone.
            lookup.finish(.failure(.cancelled))
        }
        return try result.get()
    }

    /// Blocks.
    static func look(up host: String, port: UInt16) throws(ClientError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (HostText.isAddress(host) ? AI_NUMERICHOST : 0)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        defer { freeaddrinfo(found) }
        guard code == 0 else { throw .hostNotFound(host, reason: String(cString: gai_strerror(code))) }
        var addresses: [SocketAddress] = []
        var next = found
        while let entry = next?.pointee, addresses.count < limit {
            if let address = socketAddress(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else { throw .hostNotFound(host, reason: "it has no address") }
        return addresses
    }

    private static func socketAddress(_ entry: addrinfo) -> SocketAddress? {
        guard let address = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET where entry.ai_addrlen >= MemoryLayout<sockaddr_in>.size:
            return SocketAddress(address.loadUnaligned(as: sockaddr_in.self))
        case AF_INET6 where entry.ai_addrlen >= MemoryLayout<sockaddr_in6>.size:
            return SocketAddress(address.loadUnaligned(as: sockaddr_in6.self))
        default:
            return nil
        }
    }
}
