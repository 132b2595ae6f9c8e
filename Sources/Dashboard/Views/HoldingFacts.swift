import DNSCore
import ServiceCatalog
import Terminal

/// Who holds an instance until it is used, and what its stand-in says of it.
struct HoldingFacts {
    let holding: Holding
    let now: Timestamp

    func facts(_ theme: Theme) -> [Fact] {
        let style = holding.finding == .anothers ? theme.tint(of: .impostor) : theme[.text]
        var facts = [Fact("stand-in", standIn, style, mostLines: 3)]
        if let claim = holding.verified {
            facts.append(Fact("service", service(claim.word), theme[.text], mostLines: 3))
        }
        return facts
    }

    /// `/run/svctop/web.sock, uid 0: the socket that listens is its own`
    private var standIn: String {
        let claim = holding.claim.map { "\($0.standIn.path), uid \($0.standIn.user): " } ?? ""
        return switch holding.finding {
        case .verified: claim + "the socket that listens is its own"
        case .anothers, .doubtful: claim + "says that it listens here, and another socket does"
        case .unclaimed: "none that svctop may ask says that it holds this"
        case .elsewhere: "on another host, where svctop cannot ask it"
        }
    }

    /// `web, active, pid 812, started 3 times, last at 14:02:11Z, starts on a connection`
    private func service(_ word: StandInWord) -> String {
        var parts = [word.service, word.state.rawValue]
        if let process = word.process { parts.append("pid \(process)") }
        switch word.startCount {
        case 0: parts.append("never started")
        case 1: parts.append("started once")
        default: parts.append("started \(Numbers.grouped(word.startCount)) times")
        }
        if let last = word.lastStart { parts.append("last at \(last.moment(seenFrom: now))") }
        // Of what sleeps, the status says it.
        if word.state != .dormant { parts.append("starts \(word.wake.words)") }
        if word.isPerConnection { parts.append("a process for each connection") }
        // Of what has failed, the status says why.
        let hasFailed = word.state == .waiting || word.state == .suspended
        if !word.reason.isEmpty, !hasFailed { parts.append(word.reason) }
        return parts.joined(separator: ", ")
    }
}

extension WakeSign {
    /// `starts` …
    var words: String {
        switch self {
        case .connect: "on a connection"
        case .data: "when a client sends something"
        }
    }
}
