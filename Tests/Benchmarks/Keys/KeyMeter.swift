import Glibc

/// What one run of a program on a terminal gave; times in seconds.
struct DashboardFigures {
    /// From the start of the process.
    var firstFrame = 0.0
    var loaded = 0.0
    /// When there was nothing left to do.
    var settled = 0.0
    /// From a key to the first byte of what it changed.
    var answers: [Double] = []
    /// The same while the data was still coming.
    var answersWhileLoading: [Double] = []
    var unanswered = 0
    /// Of each redraw after a key.
    var bytes: [Double] = []
    /// Processor time: for a key, and as a share of the time while nothing happens.
    var processorPerKey = 0.0
    var idle = 0.0
    var peak = 0
}

/// Presses keys at random moments and waits for what they change.
struct KeyMeter {
    struct Subject {
        var name: String
        var command: [String]
        /// Rows that the cursor can go through.
        var rowCount: Int
        /// What is on the screen once the data is there.
        var loaded: String
        /// What `?` shows while it is not.
        var help: String?
    }

    var plan: Plan

    private var keyCount: Int { plan.isQuick ? 60 : 200 }
    private var idleTime: Double { plan.isQuick ? 3 : 5 }

    func measure(_ subject: Subject) throws -> DashboardFigures {
        var figures = DashboardFigures()
        let started = Clock.now
        let session = try TerminalSession(subject.command)
        session.expect(subject.loaded)
        figures.firstFrame = try waitForFrame(subject, session) - started
        figures.loaded = try load(subject, session, &figures) - started
        figures.settled = try settle(session) - started
        try measureIdle(session, &figures)
        try press(subject, session, &figures)
        figures.peak = session.memory.peak
        session.quit()
        return figures
    }

    /// When the first frame was there: what comes before it only sets up the terminal.
    private func waitForFrame(_ subject: Subject, _ session: TerminalSession) throws -> Double {
        let deadline = Clock.now + 20
        var bytes = 0
        while let burst = session.burst(startingBy: deadline) {
            bytes += burst.bytes
            if bytes >= 1000 { return burst.ended }
        }
        throw BenchmarkError("\(subject.name): nothing on the screen after 20 s")
    }

    /// Opens and closes the help until the data is there. Returns when it was.
    ///
    /// A screen that shows progress changes all the time: an answer is what only the key can have brought.
    private func load(_ subject: Subject, _ session: TerminalSession, _ figures: inout DashboardFigures) throws
        -> Double
    {
        let deadline = Clock.now + 120
        while let help = subject.help, Clock.now < deadline {
            if let loaded = session.wait(for: subject.loaded, until: Clock.now + .random(in: 0.03...0.09)) {
                return loaded
            }
            session.expect(help)
            let pressed = Clock.now
            session.send(.character("?"))
            if let answered = session.wait(for: help, until: pressed + 2) {
                figures.answersWhileLoading.append(answered - pressed)
            } else {
                figures.unanswered += 1
            }
            session.drain(until: Clock.now + .random(in: 0.03...0.09))
            session.send(.character("?"))
        }
        guard let loaded = session.wait(for: subject.loaded, until: deadline) else {
            throw BenchmarkError("\(subject.name): no “\(subject.loaded)” on the screen after two minutes")
        }
        return loaded
    }

    /// Waits until the program takes next to no processor time. Returns since when.
    private func settle(_ session: TerminalSession) throws -> Double {
        let deadline = Clock.now + 60
        while Clock.now < deadline {
            let (started, before) = (Clock.now, try processor(session))
            session.drain(until: started + 0.5)
            if try processor(session) - before < 0.02 { return started }
        }
        throw BenchmarkError("the program does not come to rest")
    }

    private func measureIdle(_ session: TerminalSession, _ figures: inout DashboardFigures) throws {
        let (started, before) = (Clock.now, try processor(session))
        session.drain(until: started + idleTime)
        figures.idle = (try processor(session) - before) / (Clock.now - started)
    }

    private func press(_ subject: Subject, _ session: TerminalSession, _ figures: inout DashboardFigures) throws {
        let before = try processor(session)
        for number in 0..<keyCount {
            session.drain(until: Clock.now + .random(in: 0.03...0.09))
            let pressed = Clock.now
            session.send(key(number, subject.rowCount))
            guard let burst = session.burst(startingBy: pressed + 2) else {
                guard session.isOpen else { throw BenchmarkError("\(subject.name) ended") }
                figures.unanswered += 1
                continue
            }
            figures.answers.append(burst.began - pressed)
            figures.bytes.append(Double(burst.bytes))
        }
        figures.processorPerKey = (try processor(session) - before) / Double(keyCount)
    }

    /// Down and down, and up again where the rows end.
    private func key(_ number: Int, _ rowCount: Int) -> TerminalKey {
        (number / max(1, rowCount - 2)).isMultiple(of: 2) ? .down : .up
    }

    private func processor(_ session: TerminalSession) throws -> Double {
        guard let seconds = Clock.processor(of: session.process) else { throw BenchmarkError("the program ended") }
        return seconds
    }
}
