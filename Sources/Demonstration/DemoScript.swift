/// What happens in the demonstration, and when: the same for the same seed, round after round.
struct DemoScript: Sendable {
    /// How long a round takes at speed 1.
    static let round = Duration.seconds(150)

    private var random: DemoRandom

    init(seed: UInt64) { random = DemoRandom(state: seed) }

    /// The acts of the next round, the earliest first.
    mutating func nextRound() -> [DemoAct] {
        var acts = failover() + databaseFailover() + stale() + flapping() + withdrawal()
        for index in acts.indices { acts[index].at += .milliseconds(Int.random(in: 0...900, using: &random)) }
        return acts.sorted { $0.at < $1.at }
    }

    private func act(_ seconds: Int, _ kind: DemoAct.Kind, _ service: String, _ host: String) -> DemoAct {
        DemoAct(at: .seconds(seconds), kind: kind, service: service, host: host)
    }

    /// First the load moves within the best tier, then to the next one, and back.
    private func failover() -> [DemoAct] {
        let web = "_http._tcp.web"
        return [
            act(12, .dies, web, "web2"), act(26, .dies, web, "web1"), act(27, .dies, web, "web3"),
            act(52, .returns, web, "web3"), act(58, .returns, web, "web1"), act(66, .returns, web, "web2"),
        ]
    }

    private func databaseFailover() -> [DemoAct] {
        [act(80, .dies, "_postgresql._tcp", "db1"), act(104, .returns, "_postgresql._tcp", "db1")]
    }

    /// Nobody takes the record away, and nobody comes back for long.
    private func stale() -> [DemoAct] {
        [act(8, .dies, "_redis._tcp", "cache2"), act(140, .returns, "_redis._tcp", "cache2")]
    }

    private mutating func flapping() -> [DemoAct] {
        var acts: [DemoAct] = []
        var time = 18
        for _ in 0..<6 {
            acts.append(act(time, .dies, "_metrics._tcp", "app3"))
            time += Int.random(in: 7...9, using: &random)
            acts.append(act(time, .returns, "_metrics._tcp", "app3"))
            time += Int.random(in: 8...10, using: &random)
        }
        return acts
    }

    /// A service that goes in an orderly way is no alarm.
    private func withdrawal() -> [DemoAct] {
        [
            act(34, .withdraws, "_git._tcp", "build1"), act(72, .registers, "_git._tcp", "build1"),
            act(88, .withdraws, "_xmpp-server._tcp", "chat2"), act(120, .registers, "_xmpp-server._tcp", "chat2"),
        ]
    }
}

/// Numbers that are the same for the same seed.
struct DemoRandom: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
