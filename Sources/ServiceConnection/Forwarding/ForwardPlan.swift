import DNSCore
import NIOCore

/// Where connections are taken from, and where they are carried to.
package struct ForwardPlan: Sendable {
    /// One connection, from its acceptance to its end.
    package enum Destination: Hashable, Sendable {
        /// Looked up afresh for each connection.
        case service(DomainName)
        case address(IPAddress, port: UInt16)
        /// The path of a socket.
        case unix(String)
    }

    package var listeners: [ListeningSocket]
    package var destination: Destination
    package var limits: ForwardLimits
    /// Retries within a connection's deadline.
    package var policy: RetryPolicy
    package var resolver: ServiceResolver

    package init(
        listeners: [ListeningSocket], to destination: Destination, resolver: ServiceResolver = ServiceResolver(),
        policy: RetryPolicy = RetryPolicy(), limits: ForwardLimits = ForwardLimits()
    ) {
        self.listeners = listeners
        self.destination = destination
        self.resolver = resolver
        self.policy = policy
        self.limits = limits
    }
}

package struct ForwardLimits: Hashable, Sendable {
    /// At once; the next ones wait to be accepted.
    package var connections: Int
    /// Without a byte in either direction; nothing: for ever.
    package var idle: Duration?
    /// How long connections may go on after the end was asked for.
    package var drain: Duration

    package init(connections: Int = 4096, idle: Duration? = nil, drain: Duration = .seconds(30)) {
        self.connections = connections
        self.idle = idle
        self.drain = drain
    }
}

/// What has been carried so far.
package struct ForwardCounters: Hashable, Sendable {
    package var accepted: UInt64 = 0
    /// Under way now, those that are still to reach the service among them.
    package var active = 0
    /// The service was not reached, or the client was not who it has to be.
    package var failed: UInt64 = 0
    /// Ended by an error, or by the limit on idleness.
    package var broken: UInt64 = 0
    /// Towards the service, of connections that have ended and of those under way.
    package var bytesOut: UInt64 = 0
    package var bytesIn: UInt64 = 0

    package init() {}
}

extension ForwardCounters: CustomStringConvertible {
    package var description: String {
        "\(accepted) accepted, \(active) active, \(failed) failed, \(broken) broken off, \(bytesOut) bytes out, \(bytesIn) bytes in"
    }
}

/// What is worth a line in a log.
package enum ForwardEvent: Sendable {
    /// A connection did not reach the service.
    case notReached(String)
    /// Nothing is accepted for a while, and why. Told once until it is over.
    case paused(String)
}

extension ForwardEvent: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notReached(let reason): reason
        case .paused(let reason): "accepts nothing for now: \(reason)"
        }
    }
}
