import DNSClient
import DNSCore
import ServiceRegistration
import Synchronization

/// A service that registers on a stage, and all that its registrar tells.
final class Service: Sendable {
    let registrar: Registrar
    let client: DNSClient
    private let told = EventList()
    private let holding = Mutex<Task<Void, Never>?>(nil)

    init(
        _ stage: Stage, at servers: [Server]? = nil, target: String? = "web1.svc.test.", key: TSIGKey? = nil,
        client: DNSClient = DNSClient(), change: (inout ServicePlan) throws -> Void = { _ in }
    ) throws {
        let registered = try RegisteredName(Stage.service, key: key ?? stage.key)
        var plan = ServicePlan(names: [registered], servers: servers ?? [stage.server])
        plan.target = target.map(name)
        plan.checkInterval = .milliseconds(100)
        try change(&plan)
        self.client = client
        registrar = Registrar(plan, client: client, events: told.append)
    }

    /// As they were told.
    var events: [RegistrationEvent] { told.events }

    /// Those of one kind.
    func events<Value>(_ pick: (RegistrationEvent) -> Value?) -> [Value] { events.compactMap(pick) }

    /// Claims and registers.
    /// - Returns: the port.
    @discardableResult
    func start() async throws -> UInt16 {
        let claims = try await registrar.claim()
        try await registrar.register()
        return claims[0].port
    }

    func hold() { holding.withLock { $0 = Task { [registrar] in await registrar.hold() } } }

    /// As a process that is killed: nothing is withdrawn, and the port is free.
    func die() async {
        let task = holding.withLock { $0.take() }
        task?.cancel()
        await task?.value
        await registrar.releasePorts()
    }

    func end() async throws {
        let task = holding.withLock { $0.take() }
        task?.cancel()
        await task?.value
        try await registrar.withdraw()
        await registrar.releasePorts()
    }
}

private final class EventList: Sendable {
    private let list = Mutex<[RegistrationEvent]>([])

    var events: [RegistrationEvent] { list.withLock { $0 } }

    @Sendable func append(_ event: RegistrationEvent) { list.withLock { $0.append(event) } }
}
