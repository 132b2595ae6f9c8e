import DNSCore

/// A DNS server, and how it is to be spoken with.
public struct Server: Hashable, Sendable {
    public var address: ServerAddress
    /// Signs what is sent (RFC 8945); answers that are not signed with it are not taken.
    public var key: TSIGKey?
    /// With a policy everything goes over TLS (RFC 7858, RFC 9103).
    public var tls: TLSPolicy?
    /// How queries go when there is no TLS.
    public var transport: Transport
    public var timeouts: Timeouts

    public init(
        _ address: ServerAddress, key: TSIGKey? = nil, tls: TLSPolicy? = nil, transport: Transport = .datagrams,
        timeouts: Timeouts = Timeouts()
    ) {
        self.address = address
        self.key = key
        self.tls = tls
        self.transport = transport
        self.timeouts = timeouts
    }

    public enum Transport: Hashable, Sendable {
        /// UDP, and TCP for answers that are too long for it.
        case datagrams
        /// TCP for everything.
        case streams
    }

    public var port: UInt16 { address.port(usingTLS: tls != nil) }
}

extension Server: CustomStringConvertible {
    public var description: String { address.description }
}

/// How long a server may take.
public struct Timeouts: Hashable, Sendable {
    /// For one address: until a TCP connection stands, and again until its TLS handshake is done.
    public var connect: Duration
    /// For the answer to a query or an update, all tries of UDP together.
    public var answer: Duration
    /// In a transfer: since the last byte.
    public var stall: Duration

    public init(connect: Duration = .seconds(5), answer: Duration = .seconds(5), stall: Duration = .seconds(15)) {
        self.connect = connect
        self.answer = answer
        self.stall = stall
    }
}
