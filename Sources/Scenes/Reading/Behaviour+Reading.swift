import Configuration
import ServiceCatalog

extension Behaviour {
    /// `answers 2ms ±1ms`, `refused`, `answers 2ms for 20s, timed out for 10s`
    init(_ line: inout SceneLine) throws(SceneError) {
        let text = try line.text("how they answer (answers 2ms, refused, timed out, unreachable, wrong answer)")
        phases = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            if phases.last.map({ $0.length == nil }) == true {
                throw line.error("only the last may be for good: write `\(text.prefix { $0 != "," }) for 10s, …`")
            }
            var words = SceneLine(part, number: line.number)
            let manner = try Manner(&words)
            let length = words.take("for") ? try words.duration("a time") : nil
            try words.end()
            if let length, length <= .zero { throw line.error("something has to last longer than 0s") }
            phases.append(Phase(manner: manner, length: length))
        }
    }
}

extension Behaviour.Manner {
    private static let failures: [(words: [String], reason: Reason)] = [
        (["refused"], .refused), (["timed", "out"], .timedOut), (["unreachable"], .unreachable),
        (["wrong", "answer"], .wrongAnswer),
    ]

    fileprivate init(_ line: inout SceneLine) throws(SceneError) {
        if line.take("answers") {
            self = .answers(try Behaviour.RoundTrip(&line))
            return
        }
        for (words, reason) in Self.failures {
            var after = line
            guard words.allSatisfy({ after.take($0) }) else { continue }
            line = after
            self = .fails(reason)
            return
        }
        throw line.error("\"\(line.rest)\": write answers 2ms, refused, timed out, unreachable or wrong answer")
    }
}

extension Behaviour.RoundTrip {
    fileprivate init(_ line: inout SceneLine) throws(SceneError) {
        time = try line.duration("a round-trip time")
        while let word = line.rest.split(separator: " ", maxSplits: 1).first {
            if let sign = ["±", "+-"].first(where: { word.hasPrefix($0) }) {
                _ = line.word()
                guard let spread = DurationText.parse(String(word.dropFirst(sign.count))) else {
                    throw line.error("\"\(word)\" is no spread: write ±1ms")
                }
                self.spread = spread
            } else if line.take("to") {
                let end = try line.duration("a round-trip time")
                guard line.take("over") else { throw line.error("how long does that take: write `to 80ms over 2m`") }
                ramp = Behaviour.Ramp(end: end, length: try line.duration("a time"))
            } else if line.take("losing") {
                let word = try line.word("a percentage")
                guard word.last == "%", let percent = Double(word.dropLast()), (0...100).contains(percent) else {
                    throw line.error("\"\(word)\" is no part of the probes: write losing 10%")
                }
                loss = percent / 100
            } else {
                return
            }
        }
    }
}
