import DNSCore
import Dispatch
import Glibc

/// Addresses by the system's resolver (getaddrinfo), for targets outside the zones that are followed.
enum SystemResolver {
    struct Failure: Error {
        var code: Int32
    }

    /// Blocks a thread of its own while the resolver waits: those of the global queues are as few as processors.
    static func addresses(of name: DomainName) async throws(Failure) -> [IPAddress] {
        let host = String(name.description.dropLast())
        let result: Result<[IPAddress], Failure> = await withCheckedContinuation { continuation in
            DispatchQueue(label: "svctop.resolver").async { continuation.resume(returning: lookUp(host)) }
        }
        return try result.get()
    }

    private static func lookUp(_ host: String) -> Result<[IPAddress], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return isDenial(code) ? .success([]) : .failure(Failure(code: code)) }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next {
            if let address = IPAddress(entry.pointee.ai_addr), !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        return .success(found)
    }

    /// The name has no address, which is an answer.
    private static func isDenial(_ code: Int32) -> Bool { code == EAI_NONAME || code == EAI_NODATA }

    private static var EAI_NODATA: Int32 { -5 }
}

extension IPAddress {
    fileprivate init?(_ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let raw = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self)
            self = .v4(IPv4Address(rawValue: UInt32(bigEndian: raw.sin_addr.s_addr)))
        case AF_INET6:
            let raw = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self)
            self = withUnsafeBytes(of: raw.sin6_addr) { bytes in
                .v6(
                    IPv6Address(
                        high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                        low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))))
            }
        default:
            return nil
        }
    }
}
