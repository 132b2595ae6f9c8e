import DNSCore
import ServiceCatalog

/// `stand_in` in `list --json`: who holds an instance until it is used.
extension JSONReport {
    /// An object with what is known: whether the socket that listens is `verified` to be the stand-in's, its control socket
    /// (`path`) and `uid`, and of the `service` its `state`, `since`, `starts`, `last_start`, `pid`, `wake` and `reason`.
    func write(_ holding: Holding, to output: inout Output) {
        output.write("{\"finding\":")
        output.write(json: holding.finding.name)
        output.write(",\"verified\":\(holding.verified != nil),\"path\":")
        output.write(json: holding.claim?.standIn.path)
        output.write(",\"uid\":\(holding.claim.map { "\($0.standIn.user)" } ?? "null"),\"service\":")
        output.write(json: holding.claim?.word.service)
        let word = holding.verified?.word
        output.write(",\"state\":")
        output.write(json: word?.state.rawValue)
        output.write(",\"since\":")
        output.write(json: word?.since.description)
        output.write(",\"starts\":\(word.map { "\($0.startCount)" } ?? "null"),\"last_start\":")
        output.write(json: word?.lastStart?.description)
        output.write(",\"pid\":\(word?.process.map { "\($0)" } ?? "null"),\"wake\":")
        output.write(json: word?.wake.rawValue)
        output.write(",\"reason\":")
        output.write(json: word.flatMap { $0.reason.isEmpty ? nil : $0.reason })
        output.write("}")
    }
}

extension Holding.Finding {
    fileprivate var name: String {
        switch self {
        case .verified: "verified"
        case .anothers: "another_socket"
        case .doubtful: "doubtful"
        case .unclaimed: "unclaimed"
        case .elsewhere: "elsewhere"
        }
    }
}
