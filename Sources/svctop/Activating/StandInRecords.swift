import Glibc
import ServiceActivation
import ServiceRegistration
import Synchronization

/// The records of a stand-in's services, under one registrar.
final class StandInRecords: Sendable {
    private let registrar: Registrar
    /// How long the services go on for records that do not go.
    private static let withdrawalLimit = Duration.seconds(1)
    private let holding = Mutex<Task<Void, Never>?>(nil)
    private let withdrawal = Mutex<Task<Void, Never>?>(nil)

    init(_ plan: ServicePlan) { registrar = Registrar(plan) { StandardError.say("\($0)") } }

    /// Looks up the names, and listens where they lead.
    func claim(_ use: PortUse) async throws(Failure) -> [ClaimedPort] {
        try await failing { () async throws(RegistrationError) in try await registrar.claim(use) }
    }

    /// The sockets are somebody else's by now.
    func releasePorts() async { await registrar.releasePorts() }

    /// Registers, and holds from then on.
    /// - Returns: why it is not registered yet; nil where it is.
    func register() async -> RegistrationError? {
        var failure: RegistrationError?
        do throws(RegistrationError) { try await registrar.register() } catch { failure = error }
        holding.withLock { $0 = Task { [registrar] in await registrar.hold() } }
        return failure
    }

    /// From now on they are another's to hold.
    func leave() async {
        let task = holding.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    /// Returns when they are gone, or do not go for so long.
    func withdraw() async {
        let task = Task { [self] in
            await leave()
            do throws(RegistrationError) {
                try await registrar.withdraw()
            } catch {
                StandardError.say("the records stay until their lease runs out: \(error)")
            }
        }
        withdrawal.withLock { $0 = task }
        let (ends, sink) = AsyncStream.makeStream(of: Void.self)
        let waits = [
            Task {
                await task.value
                sink.finish()
            },
            Task {
                try? await Task.sleep(for: Self.withdrawalLimit)
                sink.finish()
            },
        ]
        for await _ in ends {}
        waits[1].cancel()
    }

    /// Returns once nothing is on its way any more.
    func finish() async { await withdrawal.withLock { $0 }?.value }
}
