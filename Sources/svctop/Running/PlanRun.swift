import Configuration
import DNSClient
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor
import Store

/// Takes a plan from the user's words to its end, on a terminal or without one.
struct PlanRun {
    private let options: ActionOptions
    private let configuration: MonitorConfiguration
    private let desk: PlanDesk

    init(_ options: ActionOptions, _ settings: Settings, _ configuration: MonitorConfiguration) throws(Failure) {
        self.options = options
        self.configuration = configuration
        desk = try settings.planDesk(for: configuration, isDryRun: options.isDryRun)
    }

    /// Ends the command with the code that says what came of it.
    func run(_ request: PlanRequest, change: (inout Plan) -> Void = { _ in }) async throws {
        var plan: Plan
        switch await desk.plan(request) {
        case .success(let made): plan = made
        case .failure(let refusal): throw Failure(refusal.description)
        }
        change(&plan)
        guard !options.isDryRun else { return try print(plan) }
        try confirm(plan)
        let progress = await carryOut(plan)
        if options.json { try write(PlanDocument(plan, progress: progress)) }
        try PlanEnd(progress).leave(saying: !options.json)
    }

    // MARK: - Asking

    private func confirm(_ plan: Plan) throws(Failure) {
        guard !options.yes || !options.json else { return }
        let text = PlanReport(plan).text
        // With --json, standard output is for the document.
        if options.json { StandardError.write(text) } else { try write(text) }
        guard !options.yes else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(
                "standard input is no terminal, so nobody can be asked: give --yes to do it all the same", .usage)
        }
        guard Question(plan.confirmation).isAgreed() else { throw Failure("nothing was changed") }
    }

    // MARK: - Carrying out

    private func carryOut(_ plan: Plan) async -> [PlanProgress] {
        var all: [PlanProgress] = []
        for await progress in desk.execute(plan) {
            all.append(progress)
            guard !options.json else { continue }
            switch progress {
            case .journaled(let entry): StandardOutput.say("entry \(entry) is in the journal")
            case .settled(let update, let outcome) where plan.updates.count > 1:
                StandardOutput.say("update \(update + 1) of \(plan.updates.count): \(outcome.text)")
            case .replicated(let server): StandardOutput.say("\(server) has followed")
            case .sent, .settled, .finished: break
            }
        }
        return all
    }

    // MARK: - Printing

    private func print(_ plan: Plan) throws(Failure) {
        if options.json { return try write(PlanDocument(plan, isDryRun: true)) }
        try write(NsupdateScript(plan.finalUpdates, configuration).description)
    }

    private func write(_ document: PlanDocument) throws(Failure) {
        var output = Output(descriptor: STDOUT_FILENO)
        document.write(to: &output)
        try finish(&output)
    }

    private func write(_ text: String) throws(Failure) {
        var output = Output(descriptor: STDOUT_FILENO)
        output.write(text)
        try finish(&output)
    }
}

extension Settings {
    /// Where plans are made and carried out; one that is only printed changes nothing, and may be made by everyone.
    func planDesk(for configuration: MonitorConfiguration, isDryRun: Bool) throws(Failure) -> PlanDesk {
        var acting = actingConfiguration(configuration.zones)
        guard !isDryRun else {
            acting.isReadOnly = false
            return PlanDesk(acting, journal: openJournalIfAny())
        }
        guard !acting.isReadOnly else { throw Failure(PlanRefusal.readOnly.description) }
        do throws(StoreError) {
            return PlanDesk(acting, journal: try openJournal())
        } catch {
            throw Failure("nothing can be changed, since there is no journal: \(error)")
        }
    }
}
