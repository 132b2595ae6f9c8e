import Glibc

/// Waits until a program is ready, by what can be seen of it from outside.
struct ReadinessWatch: Sendable {
    let readiness: Readiness
    let ports: [ServicePort]
    let process: pid_t
    let user: uid_t
    /// Called once for a port that another program has.
    let onStranger: @Sendable (UInt16, UInt32) -> Void

    /// - Returns: false where it was cancelled, or where only the program itself can say.
    func wait() async -> Bool {
        switch readiness {
        case .notification: return false
        case .execution: return true
        case .probe(let probe): return await Pulse.until { await probe() }
        case .listening:
            for port in ports {
                let isReady = port.descriptors.isEmpty ? await listens(at: port) : await takesConnections(at: port)
                guard isReady else { return false }
            }
            return true
        }
    }

    private func takesConnections(at port: ServicePort) async -> Bool {
        for descriptor in port.descriptors where !port.isDatagram {
            var watch = AcceptanceWatch(descriptor)
            guard await Pulse.until({ watch.isTaken() }) else { return false }
        }
        return true
    }

    private func listens(at port: ServicePort) async -> Bool {
        let watch = PortWatch(port: port, process: process, user: user)
        var hasTold = false
        return await Pulse.until {
            switch watch.look() {
            case .program: return true
            case .nobody: return false
            case .stranger(let user):
                if !hasTold { onStranger(port.port, user) }
                hasTold = true
                return false
            }
        }
    }
}

/// Looks again and again for what nobody tells of: often at first, for most programs start quickly.
private enum Pulse {
    /// - Returns: false where it was cancelled.
    static func until(_ isReached: () async -> Bool) async -> Bool {
        var looks = 0
        while !Task.isCancelled {
            if await isReached() { return true }
            looks += 1
            try? await Task.sleep(for: .milliseconds(looks < 500 ? 4 : 25))
        }
        return false
    }
}
