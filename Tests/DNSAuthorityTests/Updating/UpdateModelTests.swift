import DNSCore
import Testing

@testable import DNSAuthority

@Suite("Updates at random, against the pseudocode of RFC 2136")
struct UpdateModelTests {
    @Test(
        "code, zone and serial are the model's, and changes lead from zone to zone", arguments: [1, 2, 3] as [UInt64])
    func agrees(seed: UInt64) throws {
        var zone = try TestZone("@ 60 NS ns2.other.", "a 60 A 127.0.0.1", serial: seed == 3 ? 0xFFFF_FFF0 : 1)
        var model = UpdateModel(apex: zone.apex, records: Array(zone.records))
        var generator = UpdateGenerator(seed: seed, apex: zone.apex)
        var codes: [ResponseCode: Int] = [:]
        var unchanged = 0
        for _ in 0..<2000 {
            let serial = try #require(zone.contents.serial)
            let request = try generator.request(after: serial)
            let before = zone.contents
            var change: ZoneChange?
            var code = ResponseCode.noError
            do throws(UpdateRefusal) {
                change = try UpdateProcessor(request, permission: .everything).run(on: &zone.contents)
            } catch {
                code = error.code
            }
            codes[code, default: 0] += 1
            #expect(code == model.run(request), "\(request)")
            #expect(zone.records == Set(model.records), "\(request)")
            if let change {
                var replayed = before
                replayed.apply(change)
                #expect(replayed.allRecords == zone.records, "\(request)")
                #expect(change.from == before.serial && change.to == zone.contents.serial)
                #expect(change.to.isNewer(than: change.from))
            } else {
                unchanged += 1
                #expect(before.allRecords == zone.records, "\(request)")
            }
        }
        // It is worth little if most come to nothing.
        #expect(codes.count == 5 && codes.values.allSatisfy { $0 > 20 }, "\(codes)")
        #expect(unchanged < 1600)
    }
}
