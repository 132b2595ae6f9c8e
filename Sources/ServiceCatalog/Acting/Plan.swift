import DNSCore

/// Exactly what an action will send, and what it means: shown before anything is sent.
package struct Plan: Hashable, Sendable {
    /// One UPDATE message: carried out whole or not at all.
    package struct Update: Hashable, Sendable {
        /// Zone, prerequisites, changes. Its description is what nsupdate would be given.
        package var request: UpdateRequest
        /// The primary that it goes to, as the user knows it.
        package var server: String
        /// The TSIG key's name; nil where nothing is signed.
        package var key: String?
        /// All records of the RRsets that it changes, as they are before it: what its inverse is made from. The journal keeps
        /// the inverse instead.
        package var before: [ResourceRecord]

        package init(_ request: UpdateRequest, server: String, key: String?, before: [ResourceRecord] = []) {
            self.request = request
            self.server = server
            self.key = key
            self.before = before
        }
    }

    /// One record that the action is about, as it stands before and after.
    package struct Line: Hashable, Sendable {
        package var zone: DomainName
        package var service: DomainName
        /// What the screen calls the instance.
        package var title: String
        /// The SRV record in presentation format.
        package var record: String
        package var status: Status
        /// Of the service's clients, 0 to 1; nil where there is nothing to share.
        package var shareBefore: Double?
        package var shareAfter: Double?
        /// This one serves, and once it is gone nothing of the service does.
        package var isLastServing: Bool

        package init(
            zone: DomainName, service: DomainName, title: String, record: String, status: Status,
            shareBefore: Double?, shareAfter: Double?, isLastServing: Bool
        ) {
            self.zone = zone
            self.service = service
            self.title = title
            self.record = record
            self.status = status
            self.shareBefore = shareBefore
            self.shareAfter = shareAfter
            self.isLastServing = isLastServing
        }
    }

    /// A service of which nothing serves any more once the plan is carried out.
    package struct Loss: Hashable, Sendable {
        package enum Extent: Hashable, Sendable {
            /// One record, whose line `isLastServing`.
            case lastServing
            /// Several, all that serve; others stay.
            case everyServing
            /// No record of the service is left.
            case everything
        }

        package var zone: DomainName
        package var service: DomainName
        package var extent: Extent

        package init(zone: DomainName, service: DomainName, _ extent: Extent) {
            self.zone = zone
            self.service = service
            self.extent = extent
        }
    }

    /// A stand-in that is asked to start a service of its own.
    package struct Start: Hashable, Sendable {
        package var standIn: StandIn
        package var service: String
        /// How often it had been started before.
        package var startCount: Int

        package init(standIn: StandIn, service: String, startCount: Int) {
            self.standIn = standIn
            self.service = service
            self.startCount = startCount
        }
    }

    /// Something that the user may add to the plan, left out unless asked for: addresses that nothing else uses.
    package struct Offer: Hashable, Sendable {
        package var text: String
        /// Which of `updates` it belongs to.
        package var update: Int
        package var prerequisites: [Prerequisite]
        package var changes: [UpdateRequest.Change]
        /// All records of the RRsets that it changes.
        package var before: [ResourceRecord]
        package var isTaken = false

        package init(
            _ text: String, update: Int, prerequisites: [Prerequisite], changes: [UpdateRequest.Change],
            before: [ResourceRecord] = []
        ) {
            self.text = text
            self.update = update
            self.prerequisites = prerequisites
            self.changes = changes
            self.before = before
        }
    }

    /// What the user has to do before it is sent.
    package enum Confirmation: Hashable, Sendable {
        /// Choose the button that is not focused.
        case button
        /// Type this text, because of this.
        case typed(String, reason: String)
    }

    package var action: AdminAction
    package var lines: [Line]
    package var losses: [Loss]
    package var updates: [Update]
    /// Instead of updates: nothing is sent to a name server.
    package var starts: [Start]
    package var offers: [Offer]
    /// What else there is to know, a sentence each: how long caches keep it, how many marks the filter hides.
    package var notes: [String]
    /// What should make one hesitate, a sentence each: the last serving instance, a production zone.
    package var warnings: [String]
    package var confirmation: Confirmation
    /// The journal entry that this reverses, or does again.
    package var reverses: Int64?
    /// What was done in that entry, or before it was undone; nil where that is not known.
    package var origin: AdminAction?

    package init(
        _ action: AdminAction, lines: [Line], losses: [Loss] = [], updates: [Update], starts: [Start] = [],
        offers: [Offer] = [],
        notes: [String] = [], warnings: [String] = [], confirmation: Confirmation = .button, reverses: Int64? = nil,
        origin: AdminAction? = nil
    ) {
        self.action = action
        self.lines = lines
        self.losses = losses
        self.updates = updates
        self.starts = starts
        self.offers = offers
        self.notes = notes
        self.warnings = warnings
        self.confirmation = confirmation
        self.reverses = reverses
        self.origin = origin
    }
}

extension Plan {
    /// The messages with the offers that were taken.
    package var finalUpdates: [Update] {
        var updates = updates
        for offer in offers where offer.isTaken && updates.indices.contains(offer.update) {
            updates[offer.update].request.prerequisites += offer.prerequisites
            updates[offer.update].request.changes += offer.changes
            updates[offer.update].before += offer.before
        }
        return updates
    }
}

/// Why there is no plan: said before anything is tried.
package struct PlanRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
