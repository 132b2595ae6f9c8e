import DNSCore
import PeerServers
import ServiceCatalog

@testable import Store

func name(_ text: String) -> DomainName { (try? DomainName(text)) ?? .root }

func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

/// A folder for a store that is gone with the test.
struct StorePlace {
    let folder: TemporaryFolder
    var file: StoreFile { StoreFile("\(folder.path)/state/svctop/svctop.db") }

    init() throws { folder = try TemporaryFolder() }

    /// What sqlite3(1) says.
    func sqlite(_ statement: String) async throws -> String {
        try await Tool.run("sqlite3", [file.path, statement]).output
    }
}

extension JournalDraft {
    /// Takes out, or puts in, the record of a port.
    static func example(_ action: AdminAction = .withdraw, port: UInt16 = 80, reverses: Int64? = nil) -> JournalDraft {
        let owner = name("_http._tcp.svc.test")
        let record = RecordData.srv(ServiceLocation(priority: 1, weight: 2, port: port, target: name("h.svc.test")))
        let deletion = UpdateRequest(
            zone: name("svc.test"), prerequisites: [.equals(owner, [record])], changes: [.delete(owner, record)])
        let addition = UpdateRequest(
            zone: name("svc.test"), prerequisites: [.doesNotExist(owner, .srv)],
            changes: [.add(owner, ttl: 60, record)])
        let line = Plan.Line(
            zone: name("svc.test"), service: owner, title: "h:\(port)", record: "\(owner) 60 SRV \(record)",
            status: .down, shareBefore: 0.25, shareAfter: nil, isLastServing: true)
        return JournalDraft(
            at: time(1000), action: action, user: "ben", lines: [line],
            updates: [Plan.Update(deletion, server: "127.0.0.1:53", key: "k.")], inverses: [addition],
            reverses: reverses)
    }
}

extension InstanceIdentity {
    static func example(_ port: UInt16 = 80, zone: String = "svc.test") -> InstanceIdentity {
        InstanceIdentity(
            zone: name(zone), owner: name("_http._tcp.\(zone)"), target: name("h.\(zone)"), port: port)
    }
}

extension StatusChange {
    static func example(
        _ from: Status, _ to: Status, at seconds: Int64, port: UInt16 = 80, since: Int64? = nil
    ) -> StatusChange {
        StatusChange(
            at: time(seconds), instance: .example(port), service: name("_http._tcp.svc.test"), title: "h:\(port)",
            from: from, to: to, reason: .refused, since: time(since ?? seconds))
    }
}

extension Event {
    static func example(_ kind: Event.Kind, at seconds: Int64, instance: String = "h:80") -> Event {
        Event(
            at: time(seconds), zone: name("svc.test"), serial: Serial(rawValue: 7), kind: kind,
            service: name("_http._tcp.svc.test"), instance: instance, reason: .timedOut)
    }
}
