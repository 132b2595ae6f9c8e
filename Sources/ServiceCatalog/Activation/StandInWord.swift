import DNSCore

/// What a stand-in on this host says of a service that it holds.
package struct StandInWord: Hashable, Sendable {
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// The stand-in listens; nothing runs.
        case dormant
        case starting
        case active
        case stopping
        /// A start has failed; the next try comes after a pause.
        case waiting
        /// Starts have failed again and again; nothing is tried for a while.
        case suspended
    }

    /// A socket that the stand-in keeps for the service.
    package struct Socket: Hashable, Sendable {
        package var transport: Transport
        /// May be the one of all addresses.
        package var address: IPAddress
        package var port: UInt16
        /// As the kernel numbers it: nobody else's socket has it.
        package var inode: UInt64

        package init(transport: Transport, address: IPAddress, port: UInt16, inode: UInt64) {
            self.transport = transport
            self.address = address
            self.port = port
            self.inode = inode
        }
    }

    package var service: String
    package var state: State
    package var since: Timestamp
    package var startCount: Int
    package var lastStart: Timestamp?
    package var process: Int32?
    package var wake: WakeSign
    /// Whether each connection has a process of its own.
    package var isPerConnection: Bool
    /// Why it is so, for people; empty where there is nothing to say.
    package var reason: String
    /// TCP and UDP.
    package var sockets: [Socket]
    /// Whether the start that is under way comes after one that failed.
    package var isRetry = false
    /// What it said when it began to start or to stop; empty where that was not heard.
    package var cause = ""

    package init(
        service: String, state: State, since: Timestamp, startCount: Int = 0, lastStart: Timestamp? = nil,
        process: Int32? = nil, wake: WakeSign = .connect, isPerConnection: Bool = false, reason: String = "",
        sockets: [Socket]
    ) {
        self.service = service
        self.state = state
        self.since = since
        self.startCount = startCount
        self.lastStart = lastStart
        self.process = process
        self.wake = wake
        self.isPerConnection = isPerConnection
        self.reason = reason
        self.sockets = sockets
    }
}

/// A stand-in on this host: where it is asked, and who it is.
package struct StandIn: Hashable, Sendable {
    /// Its control socket. The folder is one that only root or svctop's own user can write to.
    package var path: String
    /// The user that it runs as, by the kernel's word.
    package var user: UInt32

    package init(path: String, user: UInt32) {
        self.path = path
        self.user = user
    }
}

/// All that the stand-ins of this host say now.
package struct StandInPicture: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var standIn: StandIn
        package var words: [StandInWord]

        package init(_ standIn: StandIn, _ words: [StandInWord]) {
            self.standIn = standIn
            self.words = words
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }
}

extension StandInWord.Socket {
    /// Whether it is said to be the one that listens there. One of all IPv6 addresses may or may not get IPv4 as well: it is
    /// not said to.
    package func covers(_ endpoint: Endpoint) -> Bool {
        guard transport == endpoint.transport, port == endpoint.port else { return false }
        if address == endpoint.address { return true }
        return switch (address, endpoint.address) {
        case (.v4, .v4), (.v6, .v6): address.isUnspecified
        default: false
        }
    }
}
