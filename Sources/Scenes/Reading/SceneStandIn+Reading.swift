import ServiceCatalog

extension SceneStandIn {
    /// `NAME at HOST:PORT STATE [wake data] [starts 3] [uid 0] [pid 812] [for 5m] [because TEXT]`
    init(_ line: inout SceneLine) throws(SceneError) {
        name = try line.word("what the service is called")
        guard line.take("at") else { throw line.error("where it is: write `stand-in \(name) at web1:8080 dormant`") }
        let place = try line.word("where it is (web1:8080)")
        guard let colon = place.lastIndex(of: ":"), let port = UInt16(place[place.index(after: colon)...]) else {
            throw line.error("\"\(place)\" is no place: write web1:8080")
        }
        host = String(place[..<colon])
        self.port = port
        let word = try line.word("its state")
        guard let state = StandInWord.State(rawValue: word) else {
            let all = StandInWord.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw line.error("\"\(word)\" is no state: there are \(all)")
        }
        self.state = state
        while !line.isEmpty {
            if line.take("wake") {
                let word = try line.word("connect or data")
                guard let wake = WakeSign(rawValue: word) else {
                    throw line.error("\"\(word)\": write connect or data")
                }
                self.wake = wake
            } else if line.take("starts") {
                startCount = try line.number("a number of starts", 0...1_000_000)
            } else if line.take("uid") {
                user = try line.number("a user's number")
            } else if line.take("pid") {
                process = try line.number("a process's number")
            } else if line.take("for") {
                age = try line.duration("a time")
            } else if line.take("because") {
                reason = try line.text("a reason")
            } else {
                throw line.error("\"\(line.rest)\": write wake, starts, uid, pid, for or because")
            }
        }
    }
}
