import DNSCore
import NIOCore

/// Where a stream server listens, and what is spoken there.
package struct StreamListener: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// Port 0 is the kernel's choice.
        case address(IPAddress, port: UInt16)
        /// A socket that listens already, from whoever has started us. It is closed with the server.
        case descriptor(Int32)
    }

    package var place: Place
    /// Whether this is DNS over TLS (RFC 7858).
    package var isTLS: Bool

    package init(_ place: Place, isTLS: Bool = false) {
        self.place = place
        self.isTLS = isTLS
    }
}

extension StreamListener: CustomStringConvertible {
    package var description: String {
        switch place {
        case .address(.v4(let address), let port): "\(address):\(port)"
        case .address(.v6(let address), let port): "[\(address)]:\(port)"
        case .descriptor(let number): "descriptor \(number)"
        }
    }
}
