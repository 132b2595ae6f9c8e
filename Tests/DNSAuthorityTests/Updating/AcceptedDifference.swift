import DNSCore
import PeerServers

@testable import DNSAuthority

/// One message, and what it did.
struct UpdateStep {
    var software: PeerSoftware
    var message: Message
    /// nil for one that is well-formed.
    var fault: String?
    var before: ZoneContents
    var ours: (code: ResponseCode, zone: ZoneContents)
    var theirs: (code: ResponseCode, zone: ZoneContents)

    var agrees: Bool { ours.code == theirs.code && ours.zone.allRecords == theirs.zone.allRecords }

    /// Whether both zones are the same but for TTLs, and for the serial that a change of those alone has.
    fileprivate var differsByTTL: Bool {
        guard ours.code == .noError, theirs.code == .noError, let own = ours.zone.serial, let other = theirs.zone.serial
        else { return false }
        let rest = { (zone: ZoneContents) in
            Set(zone.allRecords.filter { $0.type != .soa }.map { ResourceRecord(name: $0.name, ttl: 0, data: $0.data) })
        }
        return (own == other || own == other.successor) && rest(ours.zone) == rest(theirs.zone)
    }

    fileprivate var leadsTheirsBack: Bool {
        guard let old = before.serial, let new = theirs.zone.serial else { return false }
        return old != new && !new.isNewer(than: old)
    }

    /// Whether both zones are the same but for their serials, which are these.
    fileprivate func differsBySerial(_ isMeant: (_ ours: UInt32, _ theirs: UInt32) -> Bool) -> Bool {
        guard ours.code == theirs.code, let own = ours.zone.serial?.rawValue, let other = theirs.zone.serial?.rawValue
        else {
            return false
        }
        let rest = { (zone: ZoneContents) in zone.allRecords.filter { $0.type != .soa } }
        return isMeant(own, other) && rest(ours.zone) == rest(theirs.zone)
    }
}

/// Where another server does otherwise, and is meant to.
enum AcceptedDifference: CaseIterable {
    /// A message that is malformed anywhere is told so before any prerequisite is looked at: others come to the changes only
    /// when the prerequisites hold.
    case malformedBeforePrerequisites
    /// A class that is not served is NOTAUTH (RFC 2136 section 3.1.2), not NOTIMP.
    case otherClass
    /// A message without a zone is malformed (section 3.1.1), not refused.
    case noZone
    /// 0 is no serial (section 7.11).
    case serialZero
    /// A record that differs in the case of letters alone is the same record: for BIND it is a change.
    case letterCase
    /// A record that is there gets the TTL that it is added with (section 3.4.2.2): Knot leaves it as it is.
    case timeToLive
    /// A deletion has no TTL (sections 2.5.2 to 2.5.4): Knot does not look.
    case deletionWithTTL
    /// Several SOAs in one message do not lead a serial back.
    case severalSOAs

    func explains(_ step: UpdateStep) -> Bool {
        switch self {
        case .malformedBeforePrerequisites:
            step.fault != nil && [.formatError, .notZone].contains(step.ours.code)
                && [.nameError, .yxDomain, .nxRRset, .yxRRset, .notZone, .formatError].contains(step.theirs.code)
                && step.ours.zone.allRecords == step.theirs.zone.allRecords
        case .otherClass:
            step.fault == "a zone of class CH" && step.ours.code == .notAuth && step.theirs.code == .notImplemented
        case .noZone:
            step.fault == "no zone" && step.ours.code == .formatError && step.theirs.code == .refused
        case .serialZero: step.software == .knot && step.differsBySerial { $0 == 1 && $1 == 0 }
        case .letterCase:
            step.software == .bind && step.message.isWrittenOtherwise(in: step.before)
                && step.differsBySerial { $1 == $0 &+ 1 }
        case .timeToLive: step.software == .knot && step.differsByTTL
        case .deletionWithTTL:
            step.software == .knot && step.ours.code == .formatError && step.theirs.code == .noError
                && ["a deletion with a TTL", "a deletion of one record with a TTL"].contains(step.fault)
        case .severalSOAs:
            step.message.authorities.count { $0.type == .soa && $0.recordClass == .in } > 1 && step.leadsTheirsBack
        }
    }
}

extension Message {
    /// Whether it adds a record that is there with other letters.
    fileprivate func isWrittenOtherwise(in zone: ZoneContents) -> Bool {
        let there = zone.allRecords
        return authorities.contains { new in
            there.contains {
                $0.name == new.name && $0.data == new.data && $0.description != new.description
                    && $0.description.lowercased() == new.description.lowercased()
            }
        }
    }
}
