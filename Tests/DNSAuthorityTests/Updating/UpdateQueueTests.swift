import DNSCore
import Glibc
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("Updates that wait together, and what they are told")
struct UpdateQueueTests {
    private let place: StorePlace

    init() throws { place = try StorePlace() }

    @Test("what is answered with NOERROR is published and told of, and on disk")
    func published() async throws {
        let queue = try await place.queue()
        let answer = try await queue.update("add a 60 TXT t")
        #expect(answer == UpdateAnswer(code: .noError, serial: Serial(rawValue: 2)))
        #expect(try place.zone.contents.rrset(.txt, at: name("a.z.test")) != nil)
        #expect(place.announcements == ["z.test. 1", "z.test. 2"])
        #expect(try await place.sqlite("SELECT count(*) FROM rrset WHERE type = 16") == "1\n")
    }

    @Test("what changes nothing is told to nobody; what is refused says why")
    func unchanged() async throws {
        let queue = try await place.queue()
        #expect(try await queue.update("delete a") == UpdateAnswer(code: .noError))
        let refused = try await queue.update("prereq yxdomain a", "add a 60 TXT t")
        #expect(refused == UpdateAnswer(code: .nameError, reason: "a.z.test. is not in use"))
        #expect(await queue.submit(UpdateRequest(zone: name("y.test")), permission: .everything).code == .notAuth)
        #expect(place.announcements == ["z.test. 1"])
        let statistics = await queue.statistics
        #expect(statistics.unchanged == 1 && statistics.refused == 2 && statistics.groups == 0)
    }

    @Test("many at once share transactions, and each sees what the one before has done")
    func together() async throws {
        let queue = try await place.queue()
        // Each takes the number that it finds for one more: none is lost, and one alone succeeds with each.
        let codes = await withTaskGroup(of: ResponseCode.self) { group in
            for worker in 0..<200 {
                group.addTask {
                    (try? await queue.update("prereq nxdomain once", "add once 60 TXT w\(worker)"))?.code
                        ?? .serverFailure
                }
                group.addTask { (try? await queue.update("add w\(worker) 60 TXT t"))?.code ?? .serverFailure }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(codes == [.noError: 201, .yxDomain: 199])
        #expect(try place.zone.contents.serial == Serial(rawValue: 202))
        #expect(try place.zone.history.changes(since: Serial(rawValue: 1))?.count == 201)
        let statistics = await queue.statistics
        #expect(statistics.largestGroup > 1 && statistics.groups < 201)
    }

    @Test("too many that wait are turned away, and the others are carried out")
    func bounded() async throws {
        var settings = UpdateSettings()
        settings.mostWaiting = 10
        let queue = try await place.queue(settings: settings)
        let codes = await withTaskGroup(of: ResponseCode.self) { group in
            for worker in 0..<500 {
                group.addTask { (try? await queue.update("add w\(worker) 60 TXT t"))?.code ?? .notImplemented }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        let statistics = await queue.statistics
        #expect(codes[.serverFailure] == (statistics.turnedAway == 0 ? nil : statistics.turnedAway))
        #expect(codes[.noError] == 500 - statistics.turnedAway)
        #expect(try place.zone.contents.recordCount == 2 + 500 - statistics.turnedAway)
    }

    @Test("without a disk nothing has happened: SERVFAIL, and the zone is what it was")
    func failure() async throws {
        let queue = try await place.queue()
        _ = try await queue.update("add a 60 TXT t", lease: LeaseOption(lease: 600))
        let before = try place.zone.contents.allRecords
        let leases = try place.leaseZone.contents.allRecords
        // Whoever writes finds that the table is another.
        _ = try await place.sqlite("ALTER TABLE change RENAME TO hidden")
        let answer = try await queue.update("add b 60 TXT t", "delete a", lease: LeaseOption(lease: 600))
        #expect(answer.code == .serverFailure && answer.reason?.contains("authority.db") ?? false)
        #expect(try place.zone.contents.allRecords == before)
        #expect(place.announcements == ["z.test. 1", "z.test. 2"])
        _ = try await place.sqlite("ALTER TABLE hidden RENAME TO change")
        #expect(
            try await queue.update("prereq yxdomain a", "prereq nxdomain b", "add c 60 TXT t").serial?.rawValue == 3)
        #expect(try place.leaseZone.contents.allRecords == leases)
        #expect(await queue.statistics.failed == 1)
    }
}
