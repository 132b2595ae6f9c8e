import DNSCore

/// What becomes of one update.
package struct UpdateAnswer: Hashable, Sendable {
    package var code: ResponseCode
    /// Why not, for the log.
    package var reason: String?
    /// The zone's version with it, where it has changed something.
    package var serial: Serial?
    /// What was granted, where it was asked for: belongs into the answer's OPT record.
    package var lease: LeaseOption?

    package init(code: ResponseCode, reason: String? = nil, serial: Serial? = nil, lease: LeaseOption? = nil) {
        self.code = code
        self.reason = reason
        self.serial = serial
        self.lease = lease
    }

    package init(_ refusal: UpdateRefusal) { self.init(code: refusal.code, reason: refusal.reason) }
}
