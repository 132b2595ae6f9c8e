/// Who holds the socket at which an instance is started when it is used.
package struct Holding: Hashable, Sendable {
    package enum Finding: Hashable, Sendable {
        /// The socket that listens is the one that the stand-in names, and its owner is the stand-in's user.
        case verified
        /// A stand-in says that it listens here, and another socket does.
        case anothers
        /// The same, so far seen for a moment: one of both may have been told late.
        case doubtful
        /// Something listens, and no stand-in that svctop may ask says that it is its own.
        case unclaimed
        /// The address is another host's.
        case elsewhere
    }

    package var finding: Finding
    /// nil where nobody claims the socket.
    package var claim: Claim?

    /// A stand-in's word about the place.
    package struct Claim: Hashable, Sendable {
        package var standIn: StandIn
        package var word: StandInWord

        package init(_ standIn: StandIn, _ word: StandInWord) {
            self.standIn = standIn
            self.word = word
        }
    }

    package init(_ finding: Finding, _ claim: Claim? = nil) {
        self.finding = finding
        self.claim = claim
    }

    /// What the stand-in says, where the socket is known to be its own.
    package var verified: Claim? { finding == .verified ? claim : nil }
}

/// Who holds a zone's instances: kept of those that are started when they are used.
package struct HoldingTable: Sendable {
    /// Of a zone; of more there is nothing but the status.
    private static let mostInstances = 1 << 16

    private var holdings: [InstanceID: Holding] = [:]

    package init() {}

    package var isEmpty: Bool { holdings.isEmpty }

    package var all: some Sequence<Holding> { holdings.values }

    package subscript(instance: InstanceID) -> Holding? { holdings.isEmpty ? nil : holdings[instance] }

    /// - Returns: whether it was another before.
    @discardableResult
    package mutating func set(_ holding: Holding?, of instance: InstanceID) -> Bool {
        guard self[instance] != holding else { return false }
        guard holding == nil || holdings.count < Self.mostInstances || holdings[instance] != nil else { return false }
        holdings[instance] = holding
        return true
    }

    package mutating func remove(_ instance: InstanceID) { set(nil, of: instance) }

    package mutating func move(_ old: InstanceID, to new: InstanceID) {
        guard old != new, let holding = self[old] else { return }
        holdings[old] = nil
        holdings[new] = holding
    }
}
