import ActivationControl

/// `svctop activate --start`, `--stop` and `--upgrade`: what somebody asks of a service, until that has come about.
struct ActivationRequest {
    enum Act: String, CaseIterable, Sendable {
        case start
        case stop
        case upgrade
    }

    let act: Act
    let service: String
    /// Of a control socket; nil for the stand-in that has the service.
    let path: String?

    /// Says how it has gone.
    func run() async throws(Failure) {
        let client = try StandInSearch(path).standIn(of: service).client
        // Before it is asked: nothing that happens is missed.
        let watch = try failing(service) { () throws(ControlError) in try client.watch() }
        let before = watch.services.first { $0.service == service }
        try failing(service) { () throws(ControlError) in try ask(client) }
        for await report in watch.changes where report.service == service {
            if let outcome = outcome(report, before) { return StandardError.say("\(service): \(try outcome.get())") }
        }
        throw Failure("\(service): its stand-in has left before that has come about", .unknown)
    }

    private func ask(_ client: StandInClient) throws(ControlError) {
        switch act {
        case .start: try client.start(service)
        case .stop: try client.stop(service)
        case .upgrade: try client.upgrade(service)
        }
    }

    /// What a change means for what was asked; nil where that is still to come.
    private func outcome(_ report: ServiceReport, _ before: ServiceReport?) -> Result<String, Failure>? {
        let process = report.process.map { "process \($0)" } ?? "it"
        switch (act, report.state) {
        case (.start, .active): return .success("\(process) is ready")
        case (.stop, .dormant), (.stop, .waiting): return .success("it has ended")
        case (.upgrade, .active) where report.successor == nil && report.process != before?.process:
            return .success("\(process) is ready, and has taken the place of the one before")
        case (.upgrade, .active) where report.successor == nil, (.start, .dormant), (.start, .waiting),
            (.start, .suspended):
            return .failure(Failure("\(service): \(report.reason ?? report.state.rawValue)"))
        default: return nil
        }
    }
}
