/// How long a client tries, and how often.
public struct RetryPolicy: Hashable, Sendable {
    /// After so long nothing more is tried; nothing: for ever.
    public var deadline: Duration?
    /// So many look-ups in all; nothing: as many as there is time for.
    public var lookupLimit: Int?
    /// How long one address may take to accept.
    public var connectTimeout: Duration
    /// When the next address of the same instance is tried beside one that is silent (RFC 8305 section 5).
    public var attemptDelay: Duration
    /// How long addresses of IPv4 wait for those of IPv6 to be known (RFC 8305 section 3).
    public var resolutionDelay: Duration
    /// When the next instance is tried beside one that is silent.
    public var instanceDelay: Duration
    /// Between the failure of all instances and the next look-up: at first, then doubled up to the limit, and moved at
    /// random by a fifth.
    public var firstPause: Duration
    public var pauseLimit: Duration

    public init(
        deadline: Duration? = .seconds(30), lookupLimit: Int? = nil, connectTimeout: Duration = .seconds(10),
        attemptDelay: Duration = .milliseconds(250), resolutionDelay: Duration = .milliseconds(50),
        instanceDelay: Duration = .seconds(2), firstPause: Duration = .milliseconds(100),
        pauseLimit: Duration = .seconds(5)
    ) {
        self.deadline = deadline
        self.lookupLimit = lookupLimit
        self.connectTimeout = connectTimeout
        self.attemptDelay = attemptDelay
        self.resolutionDelay = resolutionDelay
        self.instanceDelay = instanceDelay
        self.firstPause = firstPause
        self.pauseLimit = pauseLimit
    }
}
