import DNSClient
import DNSCore

/// Waits for secondaries to have a serial, for a while.
struct ReplicaFollowing: Sendable {
    let zone: DomainName
    let serial: Serial
    let replicas: [Server]
    let client: DNSClient
    let limit: Duration

    private static let pause = Duration.milliseconds(300)

    /// Tells of each that has followed.
    /// - Returns: those that have not.
    func run(_ tell: @escaping @Sendable (Server) -> Void) async -> [Server] {
        let deadline = ContinuousClock.now.advanced(by: limit)
        return await withTaskGroup(of: Server?.self) { group in
            for replica in replicas {
                group.addTask {
                    while ContinuousClock.now < deadline, !Task.isCancelled {
                        if await hasFollowed(replica) {
                            tell(replica)
                            return nil
                        }
                        try? await Task.sleep(for: Self.pause)
                    }
                    return replica
                }
            }
            return await group.reduce(into: []) { late, replica in if let replica { late.append(replica) } }
        }
    }

    private func hasFollowed(_ replica: Server) async -> Bool {
        guard let found = try? await ReadBack.serial(of: zone, at: replica, client: client) else { return false }
        return found == serial || found.isNewer(than: serial)
    }
}
