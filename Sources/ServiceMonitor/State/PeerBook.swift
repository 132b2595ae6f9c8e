import DNSCore
import ServiceCatalog
import ServiceProbing

/// Who was seen to answer at endpoints, by their numbers.
struct PeerBook: Sendable {
    struct Entry: Sendable {
        var evidence: PeerEvidence
        /// When the one who answers was first seen there.
        var since: Timestamp
        /// Whether what was seen still holds, no later probe having failed.
        var isCurrent = true
        var process: PeerProcess?
        /// Whether the process has been looked for.
        var isSought = false
    }

    /// Beyond so many, those are not kept whom nobody expects and whose certificate nobody has asked for.
    private static let mostUnexpected = 4096

    private var entries: [UInt32: Entry] = [:]

    var isEmpty: Bool { entries.isEmpty }

    subscript(number: UInt32) -> Entry? { entries.isEmpty ? nil : entries[number] }

    /// Notes what a probe saw. A probe that was answered and saw nothing leaves what was known.
    mutating func note(_ report: ProbeReport, isOfInterest: Bool) {
        guard let evidence = report.evidence else {
            if !report.observation.answered, !entries.isEmpty { entries[report.id]?.isCurrent = false }
            return
        }
        guard var entry = entries[report.id] else {
            guard isOfInterest || entries.count < Self.mostUnexpected else { return }
            entries[report.id] = Entry(evidence: evidence, since: report.observation.at)
            return
        }
        if !entry.evidence.isSamePeer(as: evidence) {
            entry.since = report.observation.at
            entry.process = nil
            entry.isSought = false
        }
        entry.evidence = evidence.completed(by: entry.evidence)
        entry.isCurrent = true
        entries[report.id] = entry
    }

    mutating func note(_ process: PeerProcess, at number: UInt32, of owner: SocketOwner) {
        guard entries[number]?.evidence.owner?.user == owner.user else { return }
        entries[number]?.process = process
    }

    mutating func noteSought(_ number: UInt32) { entries[number]?.isSought = true }

    mutating func remove(_ numbers: [UInt32]) {
        guard !entries.isEmpty else { return }
        for number in numbers { entries[number] = nil }
    }
}

extension PeerEvidence {
    /// Whether nothing speaks against its being the same who answers now: what a stand-in holds may still be going to whom
    /// it went before. Whoever comes after a stand-in is another, though it may be by right.
    fileprivate func isSamePeer(as now: PeerEvidence) -> Bool {
        let isSameOwner =
            owner == nil || now.owner == nil || owner?.user == now.owner?.user || now.owner?.mayBeStandIn == true
        let isSameKey = certificate == nil || now.certificate == nil || certificate?.pin == now.certificate?.pin
        return isSameOwner && isSameKey
    }

    /// What this probe did not see is as it was; who has accepted once tells more than who is going to hand over.
    fileprivate func completed(by earlier: PeerEvidence) -> PeerEvidence {
        var evidence = self
        evidence.certificate = certificate ?? earlier.certificate
        if owner == nil || owner?.mayBeStandIn == true, earlier.owner?.hasAccepted == true {
            evidence.owner = earlier.owner
        }
        evidence.owner = evidence.owner ?? earlier.owner
        return evidence
    }
}
