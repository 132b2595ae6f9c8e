import ServiceProbing

/// How an instance is to be probed.
struct ProbeRequest: Hashable, Sendable {
    var kind: ProbeKind
    /// Whether someone is expected to own the socket there.
    var expectsOwner = false
    var details: ProbeDetails?

    /// Whether there is nothing to it but the kind.
    var isPlain: Bool { !expectsOwner && details == nil }
}
