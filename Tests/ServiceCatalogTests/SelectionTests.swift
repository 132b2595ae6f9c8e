import ServiceCatalog
import Testing

@Suite("RFC 2782: who is chosen among the records of one name")
struct SelectionTests {
    private func candidates(_ list: [(UInt16, UInt16, Bool)]) -> [Candidate] {
        list.map { Candidate(priority: $0.0, weight: $0.1, serves: $0.2) }
    }

    @Test("advertised shares are those of the best tier, effective ones of the best tier that serves")
    func tiers() {
        let shares = Selection.shares(of: candidates([(10, 50, false), (10, 49, true), (20, 1, true)]))
        #expect(shares[0].effective == 0 && shares[1].effective == 1 && shares[2].effective == 0)
        #expect(shares[2].advertised == 0)
        #expect(abs(shares[0].advertised - 50.5 / 100) < 1e-12)
        let fallen = Selection.shares(of: candidates([(10, 50, false), (20, 1, true), (20, 3, true)]))
        #expect(fallen[1].effective == 1.5 / 5 && fallen[2].effective == 3.5 / 5)
    }

    @Test("weight zero is chosen once in sum plus one, and always among its own kind")
    func zeros() {
        let shares = Selection.shares(of: candidates([(0, 0, true), (0, 9, true)]))
        #expect(abs(shares[0].advertised - 0.1) < 1e-12 && abs(shares[1].advertised - 0.9) < 1e-12)
        #expect(Selection.shares(of: candidates([(0, 0, true), (0, 0, true)])).map(\.advertised) == [0.5, 0.5])
    }

    @Test("nothing offered, nothing serving, nothing at all")
    func none() {
        #expect(Selection.shares(of: []).isEmpty)
        #expect(Selection.shares(of: candidates([(0, 1, false)])) == [Share(advertised: 1, effective: 0)])
        let off = Candidate(priority: 0, weight: 1, serves: false, isOffered: false)
        #expect(Selection.shares(of: [off]) == [.none])
        var generator = SeededGenerator(seed: 1)
        #expect(Selection.order(of: [off], using: &generator).isEmpty)
    }

    @Test("the share told is how often the RFC's own drawing picks a record first")
    func distribution() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<12 {
            let list = (0..<(2 + generator.next(below: 4))).map { _ in
                Candidate(
                    priority: UInt16(generator.next(below: 2)),
                    weight: [0, 0, 1, 5, 20, 65535][generator.next(below: 6)],
                    serves: true)
            }
            let shares = Selection.shares(of: list)
            #expect(abs(shares.map(\.advertised).reduce(0, +) - 1) < 1e-9)
            var firsts = [Int](repeating: 0, count: list.count)
            let rounds = 20_000
            for _ in 0..<rounds { firsts[Selection.order(of: list, using: &generator)[0]] += 1 }
            for (share, count) in zip(shares, firsts) {
                let deviation = (share.advertised * (1 - share.advertised) / Double(rounds)).squareRoot()
                #expect(abs(Double(count) / Double(rounds) - share.advertised) <= 5 * deviation + 1e-9)
            }
        }
    }

    @Test("the order holds every offered record once, tier after tier")
    func order() {
        var generator = SeededGenerator(seed: 3)
        let list = candidates([(20, 1, true), (10, 0, true), (10, 5, false), (20, 0, true)])
        for _ in 0..<50 {
            let order = Selection.order(of: list, using: &generator)
            #expect(Set(order.prefix(2)) == [1, 2] && Set(order.suffix(2)) == [0, 3])
        }
    }
}
