import Glibc
import ServiceProbing
import ServiceRegistration
import ServiceSupervision

/// A program with its names, from the claim of its ports to its end.
struct ServiceRun {
    private let plan: ServicePlan
    private let command: [String]
    private let passing: SupervisionOptions.Passing
    private let rules: Supervision.Rules
    private let ready: SupervisionOptions.ReadinessChoice
    private let user: ProcessUser?

    init(
        _ plan: ServicePlan, _ command: [String], _ options: SupervisionOptions, as user: ProcessUser?,
        keepsRecords: Bool
    ) throws(Failure) {
        self.plan = plan
        self.command = command
        passing = try Self.passing(of: plan, to: command, options.pass)
        rules = try options.rules(passing: passing, keepsRecords: keepsRecords)
        ready = options.ready
        self.user = user
    }

    /// - Returns: the exit code.
    func untilEnd() async throws(Failure) -> Int32 {
        DescriptorLimit.restore()
        let registrar = Registrar(plan) { StandardError.say("\($0)") }
        let use: PortUse = passing == .sockets ? .listen : .reserve
        let claimed = try await failing { () async throws(RegistrationError) in try await registrar.claim(use) }
        var program = ServiceProgram(
            command[0], Array(command.dropFirst()),
            environment: Environment.all.merging(user?.variables ?? [:]) { $1 }, readiness: readiness(at: claimed))
        program.user = user
        let service = SupervisedService(
            program, at: ports(claimed, registrar), rules: rules, records: registrar, tell: report)
        let isCatching = SignalRelay.start { signal in
            if [SIGTERM, SIGINT, SIGQUIT].contains(signal) { ServiceManager.tell("STOPPING=1") }
            service.signal(signal)
        }
        guard isCatching else { throw Failure("signals cannot be caught: \(String(cString: strerror(errno)))") }
        return await service.untilEnd()
    }

    private func report(_ report: SupervisedService.Report) {
        switch report {
        case .note(let note): StandardError.say("\(note)")
        case .status(let text): ServiceManager.tell("STATUS=\(text)")
        case .serving(let error):
            if let error { StandardError.say(Self.complaint(about: error)) }
            // Who serves is ready: a server that cannot be reached keeps nobody from that.
            let names = plan.names.map { "\($0.owner)" }.joined(separator: " ")
            ServiceManager.tell("READY=1\nSTATUS=\(error == nil ? "registered as" : "not registered yet as") \(names)")
        }
    }

    /// What is tried again is told of each time, with the reason.
    private static func complaint(about error: any Error) -> String {
        let isTransient = (error as? RegistrationError)?.isTransient ?? false
        return isTransient ? "not registered yet" : "not registered: \(error)"
    }
}

// MARK: - Ports

extension ServiceRun {
    /// What the arguments want, unless it is said.
    private static func passing(
        of plan: ServicePlan, to command: [String], _ choice: SupervisionOptions.Passing?
    ) throws(Failure) -> SupervisionOptions.Passing {
        let wanted = command.dropFirst().flatMap(PortPlaceholder.labels)
        let known = Set(plan.names.map(\.label))
        if let unknown = wanted.first(where: { !$0.isEmpty && !known.contains($0) }) {
            throw Failure(
                "{port:\(unknown)} is none of the ports: \(known.sorted().joined(separator: ", "))", .usage)
        }
        guard let choice else { return wanted.isEmpty ? .sockets : .port }
        if choice == .sockets, !wanted.isEmpty {
            throw Failure("{port} goes without --pass sockets: svctop itself would listen there", .usage)
        }
        return choice
    }

    private func ports(_ claimed: [ClaimedPort], _ registrar: Registrar) -> SupervisedService.Ports {
        switch passing {
        case .sockets:
            let ports = claimed.map { ServicePort($0, isHandedOver: true) }
            return { _ in ports }
        case .port:
            let reservation = PortReservation(registrar, claimed) { StandardError.say("\($0)") }
            return { await reservation.ports(afterFailures: $0) }
        }
    }

    private func readiness(at ports: [ClaimedPort]) -> Readiness {
        switch ready {
        case .notify: return .notification
        case .listen: return .listening
        case .exec: return .execution
        case .probe:
            let probe = ReadinessProbe(ports, of: plan)
            guard probe.asks else { return .listening }
            return .probe { await probe.isAnswered() }
        }
    }
}
