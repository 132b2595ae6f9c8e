import DNSClient
import DNSCore
import NIOCore
import NIOPosix
import ServiceIdentity

/// Carries connections that speak TLS on a side of theirs: who comes proves who he is before the service is contacted.
struct TLSCarrier: SecureCarrier {
    /// Towards those who come.
    let front: MutualTLS?
    /// Towards the service.
    let back: MutualTLS?
    let plan: ForwardPlan

    func carry(_ client: Int32) async -> PassageReport {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let leash = ChannelLeash()
        return await withTaskCancellationHandler {
            await carry(client, loop, leash)
        } onCancel: {
            leash.pull()
        }
    }

    private func carry(_ client: Int32, _ loop: any EventLoop, _ leash: ChannelLeash) async -> PassageReport {
        let dialer = Dialer(group: loop, allowsHalfClosure: true, timeout: plan.policy.connectTimeout)
        var security: Dialer.Security?
        if let front { security = { try front.serverHandlers() } }
        let near: HeldChannel
        do throws(ConnectionFault) {
            near = try await dialer.adopt(client, leash, security)
        } catch {
            return PassageReport(failure: "a client was not let in: \(error)")
        }
        let far: HeldChannel
        do {
            far = try await reach(dialer)
        } catch {
            near.channel.cut()
            return PassageReport(failure: "\(error)")
        }
        return await join(near, far, loop)
    }

    // MARK: To the service

    private func reach(_ dialer: Dialer) async throws -> HeldChannel {
        switch plan.destination {
        case .service(let name): return try await connector(plan.resolver, dialer).connect(to: name).held
        case .address(let address, let port):
            let instance = FoundInstance(at: address, port: port)
            return try await connector(ServiceResolver(fixed: [instance]), dialer).connect(to: instance.owner).held
        case .unix(let path): return try await knock(at: path, dialer)
        }
    }

    private func connector(_ resolver: ServiceResolver, _ dialer: Dialer) -> Connector {
        var connector = Connector(resolver, policy: plan.policy, tls: back, group: dialer.group)
        connector.allowsHalfClosure = true
        return connector
    }

    /// Where nobody is there, or too many wait, again after a pause.
    private func knock(at path: String, _ dialer: Dialer) async throws(ConnectionFault) -> HeldChannel {
        var backoff = Backoff(first: plan.policy.firstPause, limit: plan.policy.pauseLimit)
        var generator = SystemRandomNumberGenerator()
        let end = plan.policy.deadline.map { ContinuousClock.now + $0 }
        while true {
            do throws(ConnectionFault) {
                return try await dialer.dial(unix: path, ChannelLeash())
            } catch {
                let next = ContinuousClock.now + backoff.next(using: &generator)
                if Task.isCancelled || end.map({ next >= $0 }) ?? false { throw error }
                try? await ContinuousClock().sleep(until: next)
            }
        }
    }

    // MARK: Between both

    private func join(_ near: HeldChannel, _ far: HeldChannel, _ loop: any EventLoop) async -> PassageReport {
        let idle = plan.limits.idle.map { TimeAmount(bounded: $0) }
        let relay = loop.submit {
            let (client, service, ended) = RelayHandler.pair(on: loop)
            return (NIOLoopBound(client, eventLoop: loop), NIOLoopBound(service, eventLoop: loop), ended)
        }
        do {
            let (client, service, ended) = try await relay.get()
            try await far.begin(autoRead: false) {
                try $0.pipeline.syncOperations.addHandler(service.value)
            }
            try await near.begin(autoRead: true) { channel in
                if let idle { try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: idle)) }
                try channel.pipeline.syncOperations.addHandler(client.value)
            }
            try await far.channel.setOption(.autoRead, value: true).get()
            try await ended.get()
            return try await loop.submit {
                PassageReport(
                    bytesOut: client.value.bytes, bytesIn: service.value.bytes,
                    isBroken: client.value.fault != nil || service.value.fault != nil)
            }.get()
        } catch {
            for held in [near, far] { held.channel.close(promise: nil) }
            return PassageReport(isBroken: true)
        }
    }
}
