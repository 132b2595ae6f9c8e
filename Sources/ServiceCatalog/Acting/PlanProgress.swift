import DNSCore

/// How far carrying out a plan has come, told as it goes.
package enum PlanProgress: Hashable, Sendable {
    /// Written to the journal and on disk; nothing has left yet.
    case journaled(entry: Int64)
    /// The UPDATE, or the request to a stand-in, of this number is on its way.
    case sent(update: Int)
    /// A sentence about what came of one update: what the read-back shows, with the server's code in words.
    case settled(update: Int, PlanOutcome)
    /// A secondary shows the change.
    case replicated(server: String)
    case finished(PlanOutcome)
}

/// What came of a plan, judged by what the zone holds afterwards, not by the code alone.
package struct PlanOutcome: Hashable, Sendable {
    package enum Result: String, Hashable, Sendable {
        /// The zone holds what the plan wanted.
        case done
        /// The zone does not; nothing was changed by this.
        case refused
        /// Someone else changed the records first: theirs was kept.
        case overtaken
        /// Nobody could be asked afterwards: whether it was carried out is open.
        case unknown
    }

    package var result: Result
    /// What happened, as a sentence for the user.
    package var text: String
    package var serial: Serial?
    /// Whether anything has left for a server: where nothing has, nobody refused it.
    package var wasSent: Bool

    package init(_ result: Result, _ text: String, serial: Serial? = nil, wasSent: Bool = true) {
        self.wasSent = wasSent
        self.result = result
        self.text = text
        self.serial = serial
    }
}
