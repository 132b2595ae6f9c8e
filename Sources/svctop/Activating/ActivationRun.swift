import ActivationControl
import Configuration
import Dispatch
import Glibc
import ServiceActivation
import ServiceProbing
import ServiceRegistration
import ServiceSupervision

/// A stand-in with the records of its services, from the claim of their ports to its end.
struct ActivationRun {
    private let settings: ActivationSettings
    private let services: [ActivatedService]
    /// As `--server` has them.
    private let servers: [String]
    private let place: ControlPlace
    private let takesOver: Bool
    private let keepsRecords: Bool
    private let program: String

    /// With many names, each is looked at more seldom.
    private static let lookPerName = Duration.seconds(1)

    init(
        _ settings: ActivationSettings, servers: [String], at place: ControlPlace, takesOver: Bool, keepsRecords: Bool
    ) throws(Failure) {
        self.settings = settings
        var services: [ActivatedService] = []
        for service in settings.services { services.append(try Self.permitted(service)) }
        self.services = services
        self.servers = servers
        self.place = place
        self.takesOver = takesOver
        self.keepsRecords = keepsRecords
        program = try OwnCommand.path
    }

    /// Only root can be somebody else, or in other groups.
    private static func permitted(_ service: ActivatedService) throws(Failure) -> ActivatedService {
        var service = service
        // Programs may not be prepared for as many files as we may have open.
        service.limits.openFiles = service.limits.openFiles ?? UInt64(clamping: DescriptorLimit.unraised)
        guard geteuid() != 0, let user = service.user else { return service }
        guard user.user == geteuid(), user.group == getegid() else {
            throw Failure(
                "\(service.name): only root can run a program as somebody else: start svctop as root, or leave `user` and "
                    + "`group` out", .usage)
        }
        service.user = nil
        return service
    }

    /// Stands in until it is told to end, or another takes over.
    func untilEnd() async throws(Failure) {
        let names = services.flatMap(\.registeredNames)
        let plan = names.isEmpty ? nil : try await plan(of: names)
        let start = takesOver ? try await takeOver(plan) : try await begin(plan)
        let standIn = start.standIn
        let records = start.records
        let loop = Self.run(standIn)
        let ending = StandInEnding(standIn, keepsRecords ? nil : records)
        let successor = StandInSuccessor(program)
        let isCatching = SignalRelay.start { signal in
            switch signal {
            case SIGTERM, SIGINT, SIGQUIT: ending.request()
            case SIGHUP: successor.start()
            default: break
            }
        }
        guard isCatching else { throw Failure("signals cannot be caught: \(String(cString: strerror(errno)))") }
        await becomeReady(records, names: names.count)
        try await finish(await loop.value, start, ending, successor)
    }

    private func plan(of names: [RegisteredName]) async throws(Failure) -> ServicePlan {
        var plan = try await settings.registration.plan(of: names, servers: servers)
        if settings.registration.checkInterval == nil {
            plan.checkInterval = max(plan.checkInterval, Self.lookPerName * names.count)
        }
        return plan
    }

    /// A server that cannot be reached keeps nobody from serving.
    private func becomeReady(_ records: StandInRecords?, names: Int) async {
        var state = "no names"
        if let records {
            state = "\(names) \(names == 1 ? "name" : "names")"
            if let error = await records.register() {
                StandardError.say(error.isTransient ? "not registered yet" : "not registered: \(error)")
                state += ", not registered yet"
            }
        }
        let count = "\(services.count) \(services.count == 1 ? "service" : "services")"
        ServiceManager.tell("READY=1\nSTATUS=\(count), \(state); asked at \(place.path)")
    }

    private func finish(
        _ end: Result<StandIn.End, StandInError>, _ start: Start, _ ending: StandInEnding, _ successor: StandInSuccessor
    ) async throws(Failure) {
        switch end {
        case .failure(let error): throw Failure("\(error)")
        case .success(.replaced):
            // The records and the files are the other one's.
            await start.records?.leave()
            if let process = successor.process { ServiceManager.tell("MAINPID=\(process)") }
        case .success(.ended):
            for file in start.files { file.remove() }
            await ending.finish()
        }
    }

    /// A serial queue has a thread of its own while it blocks.
    private static func run(_ standIn: StandIn) -> Task<Result<StandIn.End, StandInError>, Never> {
        Task {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: "svctop.stand-in").async {
                    continuation.resume(returning: Result { () throws(StandInError) in try standIn.run() })
                }
            }
        }
    }
}

// MARK: - Sockets

extension ActivationRun {
    fileprivate struct Start {
        let standIn: StandIn
        let records: StandInRecords?
        let files: [LocalSocketFile]
    }

    private static func say(_ note: StandInNote) { StandardError.say("\(note)") }

    /// Where nothing was before.
    private func begin(_ plan: ServicePlan?) async throws(Failure) -> Start {
        // First: of two with one place, the second is to find no port taken.
        let control = try failing { () throws(ControlError) in
            try place.prepare()
            return try ControlListener(at: place.path)
        }
        var sockets = StandInSockets()
        do throws(Failure) {
            let records = plan.map { StandInRecords($0) }
            if let records {
                try sockets.add(try await records.claim(.listen))
                await records.releasePorts()
            }
            try openNameless(&sockets, except: [])
            let standIn = try failing { () throws(StandInError) in
                try StandIn(services, sockets: sockets.descriptors, control: control, tell: Self.say)
            }
            StandardError.say("asked at \(place.path)")
            return Start(standIn: standIn, records: records, files: sockets.files)
        } catch {
            for file in sockets.files { file.remove() }
            control.end(removing: true)
            throw error
        }
    }

    /// - Parameter held: the labels of those that are there already.
    private func openNameless(_ sockets: inout StandInSockets, except held: Set<String>) throws(Failure) {
        for service in services {
            for socket in service.sockets where socket.names.isEmpty {
                let label = service.label(of: socket)
                guard !held.contains(label) else { continue }
                try sockets.open(socket, as: label, at: settings.registration.listening)
            }
        }
    }

    /// From another stand-in. All that may take its time is done before that one is asked to wait for us.
    private func takeOver(_ plan: ServicePlan?) async throws(Failure) -> Start {
        let reports = try failing { () throws(ControlError) in try StandInClient(at: place.path).reports() }
        let held = heldPorts(reports)
        var sockets = StandInSockets()
        let records = try await claim(plan, held, &sockets)
        let estate = try failing { () throws(StandInError) in try StandInEstate(at: place.path) }
        for one in estate.services {
            let handedOver = one.takeSockets()
            let service = services.first { $0.name == one.service }
            for (name, descriptors) in handedOver {
                let socket = service?.sockets.first { $0.name == name }
                if let service, let socket, held[service.label(of: socket)] != nil {
                    sockets.add(descriptors, of: socket, as: service.label(of: socket))
                } else {
                    for descriptor in descriptors { close(descriptor) }
                }
            }
        }
        try openNameless(&sockets, except: Set(held.keys))
        let standIn = try failing { () throws(StandInError) in
            let standIn = try StandIn(
                services, sockets: sockets.descriptors,
                estates: estate.services.filter { one in services.contains { $0.name == one.service } },
                control: estate.control, tell: Self.say)
            try estate.confirm()
            return standIn
        }
        for one in estate.services where !services.contains(where: { $0.name == one.service }) { one.dissolve() }
        let count = estate.services.count
        StandardError.say("taken over at \(place.path): \(count) \(count == 1 ? "service" : "services")")
        return Start(standIn: standIn, records: records, files: sockets.files)
    }

    /// The sockets that another stand-in has and that are ours by the settings, with their ports; 0 for a Unix socket.
    private func heldPorts(_ reports: [ServiceReport]) -> [String: UInt16] {
        var held: [String: UInt16] = [:]
        for service in services {
            guard let report = reports.first(where: { $0.service == service.name }) else { continue }
            for socket in service.sockets {
                let same = report.sockets.filter { $0.name == socket.name }
                guard !same.isEmpty, same.allSatisfy(socket.isHeld) else { continue }
                held[service.label(of: socket)] = same.first?.address?.port ?? 0
            }
        }
        return held
    }

    /// Ports for the names that are new, and a registrar for all of them.
    private func claim(
        _ plan: ServicePlan?, _ held: [String: UInt16], _ sockets: inout StandInSockets
    ) async throws(Failure) -> StandInRecords? {
        guard var plan else { return nil }
        var ports = held
        var new = plan
        new.names = plan.names.filter { held[$0.label] == nil }
        if !new.names.isEmpty {
            let finder = StandInRecords(new)
            let claimed = try await finder.claim(.listen)
            try sockets.add(claimed)
            await finder.releasePorts()
            for port in claimed { ports[port.label] = port.port }
        }
        for index in plan.names.indices { plan.names[index].port = ports[plan.names[index].label] }
        let records = StandInRecords(plan)
        _ = try await records.claim(.leave)
        return records
    }
}

private func failing<Value, Fault: Error>(_ body: () throws(Fault) -> Value) throws(Failure) -> Value {
    do throws(Fault) { return try body() } catch { throw Failure("\(error)") }
}
