import CPlatform
import DNSClient
import DNSCore
import Glibc
import ServiceCatalog

extension ForwardLoop {
    /// Before the others have their turn again.
    private static let mostInARow = 128

    func takeConnections() {
        for _ in 0..<Self.mostInARow {
            switch gate.next(count: passages.count, at: now) {
            case .client(let client): take(client)
            case .paused(let reason): return say(.paused(reason))
            case .nobody: return
            }
        }
    }

    private func take(_ client: Int32) {
        counters.accepted &+= 1
        let passage = passages.add { Passage($0, client: client, at: now) }
        if let carrier {
            passage.phase = .elsewhere(
                Task { [mailbox, token = passage.token] in
                    mailbox.post(.ended(token, await carrier.carry(client)))
                })
            return
        }
        guard platform_epoll_add(epoll, client, Self.everything, passage.token.rawValue) == 0 else {
            return end(passage, isBroken: true)
        }
        switch plan.destination {
        case .service(let name): begin(passage, ConnectionEffort(to: name, policy: plan.policy))
        case .address: begin(passage, ConnectionEffort(to: .root, policy: plan.policy))
        case .unix:
            passage.phase = .knocking(Backoff(first: plan.policy.firstPause, limit: plan.policy.pauseLimit))
            knock(passage)
        }
    }

    private func begin(_ passage: Passage, _ effort: ConnectionEffort) {
        passage.effort = effort
        advance(passage.token, .began)
    }

    // MARK: To a service or an address

    /// Tells a connection's effort of an event, and does what it wants done.
    func advance(_ token: PassageTable.Token, _ event: ConnectionEffort.Event) {
        guard let passage = passages[token], var effort = passage.effort.take() else { return }
        var events = [event]
        while !events.isEmpty, !effort.isOver {
            let event = events.removeFirst()
            for action in effort.handle(event, at: now - passage.start, using: &generator) {
                if let next = perform(action, for: passage) { events.append(next) }
            }
        }
        guard !effort.isOver else { return }
        if let wake = effort.nextWake { setAlarm(passage, at: passage.start + wake) }
        passage.effort = effort
    }

    /// - Returns: What has happened at once.
    private func perform(
        _ action: ConnectionEffort.Action, for passage: Passage
    ) -> ConnectionEffort.Event? {
        switch action {
        case .lookUp: return lookUp(for: passage)
        case .resolve(let number, let host): lookups.resolve(host, number, for: passage.token)
        case .connect(let number, let endpoint, _): return connect(passage, number, endpoint)
        case .abandon(let number): passage.attempts.removeValue(forKey: number).map { _ = close($0) }
        case .pause: break
        case .succeed(let number, _):
            guard let socket = passage.attempts.removeValue(forKey: number) else { return nil }
            carry(passage, to: socket)
        case .fail(let error): fail(passage, error.description(as: destinationText))
        }
        return nil
    }

    private func lookUp(for passage: Passage) -> ConnectionEffort.Event? {
        switch plan.destination {
        case .service(let name):
            lookups.request(name, for: passage.token)
            return nil
        case .address(let address, let port):
            return .lookedUp(.success([FoundInstance(at: address, port: port)]))
        case .unix: return nil
        }
    }

    private func connect(_ passage: Passage, _ number: Int, _ endpoint: ServiceEndpoint) -> ConnectionEffort.Event? {
        let (family, address) = endpoint.address.socketAddress(port: endpoint.port)
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { return .failed(number, ConnectionFault(errno: errno)) }
        passage.attempts[number] = descriptor
        platform_stream_tune(descriptor)
        let token = passage.token.on(line: Passage.line(number))
        var result = withSocketAddress(address) { Glibc.connect(descriptor, $0, $1) }
        // On this host the answer is there already, though connect(2) says that it is in progress.
        if result != 0, errno == EINPROGRESS {
            result = withSocketAddress(address) { Glibc.connect(descriptor, $0, $1) }
            if result != 0, errno == EALREADY || errno == EINPROGRESS {
                guard platform_epoll_add(epoll, descriptor, Self.everything, token.rawValue) != 0 else { return nil }
            } else if result != 0, errno == EISCONN {
                result = 0
            }
        }
        guard result == 0 else { return failed(passage, number, errno) }
        guard platform_probe_is_self_connected(descriptor) == 0 else { return failed(passage, number, ECONNREFUSED) }
        guard platform_epoll_add(epoll, descriptor, Self.everything, token.rawValue) == 0 else {
            return failed(passage, number, errno)
        }
        return .connected(number)
    }

    private func failed(_ passage: Passage, _ number: Int, _ code: Int32) -> ConnectionEffort.Event {
        passage.attempts.removeValue(forKey: number).map { _ = close($0) }
        return .failed(number, ConnectionFault(errno: code))
    }

    /// A socket on its way to the service has something to say: whether it has arrived.
    func attemptAnswered(_ passage: Passage, line: UInt16) {
        guard let (number, socket) = passage.attempts.first(where: { Passage.line($0.key) == line }) else { return }
        let code = platform_probe_error(socket)
        guard code == 0 else { return advance(passage.token, failed(passage, number, code)) }
        advance(passage.token, .connected(number))
    }

    private func carry(_ passage: Passage, to service: Int32) {
        passage.carry(to: service)
        passage.lastMoved = now
        if let idle = plan.limits.idle { setAlarm(passage, at: now + idle) }
        enqueue(passage)
    }

    private func fail(_ passage: Passage, _ reason: String) {
        counters.failed &+= 1
        say(.notReached(reason))
        end(passage, isBroken: true)
    }

    private var destinationText: String {
        switch plan.destination {
        case .service(let name): name.withoutFinalDot
        case .address(let address, let port): "\(ServiceEndpoint(target: .root, address: address, port: port))"
        case .unix(let path): "unix:\(path)"
        }
    }

    // MARK: To a Unix socket

    /// Connects to it; where nobody is there, or too many wait, again after a pause.
    func knock(_ passage: Passage) {
        guard case .unix(let path) = plan.destination, case .knocking(var backoff) = passage.phase,
            let address = unixSocketAddress(path)
        else { return }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        let token = passage.token.on(line: Passage.line(0))
        if descriptor >= 0, withSocketAddress(address, { Glibc.connect(descriptor, $0, $1) }) == 0,
            platform_epoll_add(epoll, descriptor, Self.everything, token.rawValue) == 0
        {
            return carry(passage, to: descriptor)
        }
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        let next = now + backoff.next(using: &generator)
        if let deadline = plan.policy.deadline, next - passage.start >= deadline {
            return fail(passage, "\(destinationText) could not be reached: \(reason)")
        }
        passage.phase = .knocking(backoff)
        setAlarm(passage, at: next)
    }
}
