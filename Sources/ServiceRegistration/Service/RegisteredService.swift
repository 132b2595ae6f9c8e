import DNSClient
import Glibc
import Logging
import ServiceLifecycle

/// A server that registers itself: it listens where it is registered, stays registered while it serves, and is withdrawn
/// before it ends.
///
/// ```swift
/// var plan = ServicePlan(names: [try RegisteredName(name, key: key)], servers: [Server(address)])
/// let service = RegisteredService(plan, logger: logger) { sockets, ready in
///     let listener = try await ServerBootstrap(group: group).bind(sockets.take("http")[0]) { … }
///     ready()
///     try await listener.executeThenClose { … }
/// }
/// try await ServiceGroup(services: [service], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
public struct RegisteredService: Service {
    /// Serves until its task is cancelled.
    public typealias Serving = @Sendable (_ sockets: ServiceSockets, _ ready: @Sendable () -> Void) async throws -> Void

    private let plan: ServicePlan
    private let client: DNSClient
    private let logger: Logger
    private let serve: Serving

    /// - Parameters:
    ///   - logger: told of what happens to the records.
    ///   - publishesUser: Whether others on this host are told by whom the connections are accepted (TXT `uid=`).
    ///   - serve: takes the sockets over, says when it is ready, and serves until its task is cancelled: when the service is to
    ///     end, that is done once the records are withdrawn.
    public init(
        _ plan: ServicePlan, client: DNSClient = DNSClient(), logger: Logger, publishesUser: Bool = true,
        serve: @escaping Serving
    ) {
        var plan = plan
        if publishesUser { plan.uid = plan.uid ?? getuid() }
        self.plan = plan
        self.client = client
        self.logger = logger
        self.serve = serve
    }

    private enum Ending {
        /// The server has ended by itself.
        case served
        case asked
    }

    public func run() async throws {
        let registrar = Registrar(plan, client: client) { [logger] event in logger.info("\(event)") }
        let sockets = ServiceSockets(try await registrar.claim())
        let (readiness, becomeReady) = AsyncStream.makeStream(of: Void.self)
        let holding = Task { [logger] in
            for await _ in readiness { break }
            guard !Task.isCancelled else { return }
            do throws(RegistrationError) {
                try await registrar.register()
            } catch {
                logger.error("not registered yet: \(error)")
            }
            await registrar.hold()
        }
        let ending = await withTaskGroup(of: Result<Ending, any Error>.self) { group in
            group.addTask { await Result { try await serve(sockets) { becomeReady.yield() } }.map { .served } }
            group.addTask { await Result { try await gracefulShutdown() }.map { .asked } }
            let first = await group.next() ?? .success(.served)
            holding.cancel()
            await holding.value
            await withdraw(registrar)
            group.cancelAll()
            guard case .success(.asked) = first else { return first }
            // What the server throws when it is cancelled is what was asked for.
            await group.waitForAll()
            return first
        }
        await registrar.releasePorts()
        _ = try ending.get()
    }

    /// In a task of its own: that ours is cancelled is no reason to leave the records there.
    private func withdraw(_ registrar: Registrar) async {
        let withdrawal = Task { try await registrar.withdraw() }
        if case .failure(let error) = await withdrawal.result { logger.error("not withdrawn: \(error)") }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
