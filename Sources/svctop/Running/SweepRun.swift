import ArgumentParser
import DNSClient
import DNSCore
import Glibc
import Reports
import ServiceCatalog
import ServiceMonitor

/// Goes through what a sweep has found, service by service, and tells of it.
struct SweepRun {
    enum Act {
        case say
        case script
        case carryOut
    }

    struct Form {
        var act: Act
        var isJSON: Bool
    }

    private let desk: PlanDesk
    private let configuration: MonitorConfiguration
    private let snapshot: Snapshot
    private let form: Form
    private var documents: [JSONValue] = []
    private var script = ""
    private var statuses = Set<ExitStatus>()

    init(_ desk: PlanDesk, _ configuration: MonitorConfiguration, _ snapshot: Snapshot, form: Form) {
        self.desk = desk
        self.configuration = configuration
        self.snapshot = snapshot
        self.form = form
    }

    mutating func sweep(_ sweep: StaleSweep) async {
        if let refusal = sweep.refusal {
            statuses.insert(.failure)
            complain(SweepReport.refused(sweep.zone, refusal))
            documents.append([
                "zone": .text(sweep.zone.description), "act": .text("left alone"),
                "because": .text("\(refusal)"),
            ])
            return
        }
        for findings in sweep.withdrawals { await withdraw(findings) }
        for finding in sweep.spared {
            say(SweepReport.spared(finding, at: snapshot.at))
            note("kept", finding, nil)
        }
    }

    /// The instances of one service, in one plan: what it is about is one RRset, or several of DNS-SD.
    private mutating func withdraw(_ findings: [StaleSweep.Finding]) async {
        let request = PlanRequest(.withdraw, snapshot, subjects: findings.map(\.subject))
        switch await desk.plan(request) {
        case .failure(let refusal): tell(.failed, findings, refusal.description, .failure)
        case .success(let plan):
            switch form.act {
            case .say: tell(.would, findings, nil, .success)
            case .script:
                script += NsupdateScript(plan.finalUpdates, configuration).description
                if form.isJSON { tell(.would, findings, nil, .success) }
            case .carryOut: await carryOut(plan, findings)
            }
        }
    }

    private mutating func carryOut(_ plan: Plan, _ findings: [StaleSweep.Finding]) async {
        var progress: [PlanProgress] = []
        for await step in desk.execute(plan) { progress.append(step) }
        let outcome = PlanEnd(progress).outcome
        let act: SweepReport.Act =
            switch outcome.result {
            case .done: .withdrew
            case .refused: .failed
            case .overtaken: .overtaken
            case .unknown: .unknown
            }
        tell(act, findings, outcome.result == .done ? nil : outcome.text, outcome.result.exitStatus)
    }

    // MARK: - Telling

    private mutating func tell(
        _ act: SweepReport.Act, _ findings: [StaleSweep.Finding], _ reason: String?, _ status: ExitStatus
    ) {
        statuses.insert(status)
        for finding in findings {
            let line = SweepReport.line(act, finding, at: snapshot.at, because: reason)
            if status == .success { say(line) } else { complain(line) }
            note(act.rawValue, finding, reason)
        }
    }

    private func say(_ line: String) {
        if !form.isJSON, form.act != .script { StandardOutput.say(line) }
    }

    private func complain(_ line: String) { StandardError.say(line) }

    private mutating func note(_ act: String, _ finding: StaleSweep.Finding, _ reason: String?) {
        documents.append([
            "zone": .text(snapshot.zones[finding.subject.zone].name.description), "act": .text(act),
            "because": JSONValue(reason), "service": .text(finding.service.description),
            "instance": .text(finding.title), "status": .text(finding.health.status.name),
            "reason": .text(finding.health.reason.description), "down_since": .text(finding.health.since.description),
        ])
    }

    func finish() throws {
        var output = Output(descriptor: STDOUT_FILENO)
        if form.isJSON {
            output.write("[")
            for (index, document) in documents.enumerated() {
                output.write(index == 0 ? "\n" : ",\n")
                output.write(document)
            }
            output.write("\n]\n")
        } else {
            output.write(script)
        }
        try svctop.finish(&output)
        let worst = [ExitStatus.failure, .unknown, .overtaken].first { statuses.contains($0) }
        if let worst { throw ExitCode(worst.rawValue) }
    }
}

extension NsupdateScript {
    init(_ updates: [Plan.Update], _ configuration: MonitorConfiguration) {
        let servers = configuration.zones.flatMap(\.servers)
        self.init(updates) { update in
            if let server = servers.first(where: { $0.description == update.server }) {
                return (server.address.host, server.port)
            }
            let address = try? ServerAddress(update.server)
            return (address?.host ?? update.server, address?.port(usingTLS: false) ?? ServerAddress.plainPort)
        }
    }
}
