import DNSCore
import Dispatch
import Glibc

/// Addresses by the system's resolver (getaddrinfo), for targets outside the zones that are asked for.
package enum SystemResolver {
    package struct Failure: Error {
        package var code: Int32
    }

    /// Blocks a thread of its own while the resolver waits: those of the global queues are as few as processors. A
    /// cancelled task does not wait for it.
    package static func addresses(of name: DomainName) async throws(Failure) -> [IPAddress] {
        let host = String(name.description.dropLast())
        let lookup = PendingLookup<Result<[IPAddress], Failure>>()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                lookup.wait(continuation)
                DispatchQueue(label: "svctop.resolver").async { lookup.finish(lookUp(host)) }
            }
        } onCancel: {
            lookup.finish(.failure(Failure(code: EAI_AGAIN)))
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
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let value = raw.loadUnaligned(fromByteOffset: Self.offsetInIPv4, as: UInt32.self)
            self = .v4(IPv4Address(rawValue: UInt32(bigEndian: value)))
        case AF_INET6:
            let high = raw.loadUnaligned(fromByteOffset: Self.offsetInIPv6, as: UInt64.self)
            let low = raw.loadUnaligned(fromByteOffset: Self.offsetInIPv6 + 8, as: UInt64.self)
            self = .v6(IPv6Address(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low)))
        default:
            return nil
        }
    }

    /// Of the address in a sockaddr_in: after family and port.
    private static var offsetInIPv4: Int { 4 }
    /// Of the address in a sockaddr_in6: after family, port and flow.
    private static var offsetInIPv6: Int { 8 }
}
