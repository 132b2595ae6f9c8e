import DNSClient
import DNSCore

/// What a service registers: its names, where, and how it keeps them.
public struct ServicePlan: Sendable {
    public var names: [RegisteredName]
    /// The primary first; the next one is asked where one cannot be reached. Their own keys are not used: each name has its.
    public var servers: [Server]
    /// The host that the records name. Without one: this host as the zone knows it, `HOST.ZONE`, else the zone's own server
    /// where that is this host.
    public var target: DomainName?
    /// Of the target: registered where the zone does not have them and the key allows it. Without any: those by which this
    /// host speaks with the server, where the target has none yet.
    public var addresses: [IPAddress] = []
    /// Where is listened. Without any: at the target's addresses where they are this host's, else at all.
    public var listening: [IPAddress] = []
    /// For how long the records stay when they are not renewed (RFC 9664), where the server knows of that; nil for ever.
    public var lease: Duration? = .seconds(600)
    /// Who accepts the connections: published as TXT `uid=`, so that others on this host can tell a stranger.
    public var uid: UInt32?
    /// Other ports of this host at the same names are those of other instances, and stay.
    public var isOneOfSeveral = false
    /// Between two looks at the own records, give or take a fifth.
    public var checkInterval: Duration = .seconds(30)
    public var takeovers = TakeoverLimit()

    public init(names: [RegisteredName], servers: [Server]) {
        self.names = names
        self.servers = servers
    }
}

extension ServicePlan {
    /// What no server could be asked for is a mistake that is said before one is.
    func check() throws(RegistrationError) {
        guard !names.isEmpty else { throw .plan("there is no name to register") }
        var owners = Set<DomainName>()
        for name in names {
            guard owners.insert(name.owner).inserted else { throw .plan("\(name.owner) is there twice") }
            for text in name.texts where !(1...255).contains(text.utf8.count) || text.utf8.first == UInt8(ascii: "=") {
                throw .plan("'\(text)' cannot be a string of a TXT record: it is KEY=VALUE, up to 255 bytes")
            }
            guard name.texts.count <= Self.mostTexts else {
                throw .plan("\(name.owner) has more than \(Self.mostTexts) strings for its TXT record")
            }
        }
    }

    /// A TXT record is to fit into a datagram (RFC 6763 section 6.2).
    private static let mostTexts = 64
}

/// How often records that others took or deleted are put back; then the name is only watched.
public struct TakeoverLimit: Hashable, Sendable {
    public var count: Int
    public var window: Duration

    public init(count: Int = 5, window: Duration = .seconds(600)) {
        self.count = count
        self.window = window
    }
}
