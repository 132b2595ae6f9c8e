/// What connections may take of the server, all together and each (RFC 7766 section 6.2).
package struct StreamLimits: Hashable, Sendable {
    /// When there are more, the one that has been idle for the longest makes room.
    package var connections = 1024
    /// From one IPv4 address, or one IPv6 /64.
    package var connectionsPerAddress = 256
    /// How long a connection may be without a whole request. A part of one does not count.
    package var idle = Duration.seconds(10)
    /// How long a client may take for 64 KiB of what is sent to it, or for all that is left.
    package var stall = Duration.seconds(30)
    /// Bytes of a request: a longer one ends the connection.
    package var requestLength = 65_535
    /// Requests of one connection that have not been answered yet: until then no more are read.
    package var pipelined = 32

    package init() {}
}
