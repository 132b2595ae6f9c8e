import DNSCore

/// What a plan has to know besides the records: where updates go, with which keys, and how careful to be.
package struct ActingContext: Hashable, Sendable {
    /// One zone as far as changing it goes.
    package struct Zone: Hashable, Sendable {
        /// The primary, as the user knows it.
        package var server: String
        /// Those that may be used for the zone. Without any, updates are not signed.
        package var keys: [UpdateKey]
        /// What the zone is to its admins: `prod`, `lab`.
        package var context: String?
        /// Plans ask for more.
        package var isProduction: Bool
        /// What else to tell of where updates go, a sentence.
        package var caution: String?

        package init(
            server: String, keys: [UpdateKey] = [], context: String? = nil, isProduction: Bool = false,
            caution: String? = nil
        ) {
            self.caution = caution
            self.server = server
            self.keys = keys
            self.context = context
            self.isProduction = isProduction
        }
    }

    /// Nothing may be changed: `--read-only`.
    package var isReadOnly: Bool
    package var zones: [DomainName: Zone]
    /// The most bytes that a message may take before it is compressed and signed; one is 65535 at the most.
    package var messageLimit: Int

    package init(zones: [DomainName: Zone], isReadOnly: Bool = false, messageLimit: Int = 60_000) {
        self.zones = zones
        self.isReadOnly = isReadOnly
        self.messageLimit = messageLimit
    }
}
