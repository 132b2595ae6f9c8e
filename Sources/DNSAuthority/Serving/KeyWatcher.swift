/// Sees that another process has changed the keys, and puts them in force.
struct KeyWatcher {
    let store: AuthorityStore
    let access: AccessControl
    let policy: @Sendable ([StoredKey]) -> AccessPolicy
    let log: AuthorityLog

    /// Goes on until the task is cancelled.
    /// - Parameter version: of the store, when the keys were read that are in force.
    func run(since version: Int, every interval: Duration = .seconds(1)) async {
        var seen = version
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            do throws(AuthorityStoreError) {
                let version = try await store.dataVersion()
                guard version != seen else { continue }
                let keys = try await store.keys()
                access.use(policy(keys))
                log.note(.keysRead(keys.count))
                seen = version
            } catch {
                log.note(.trouble("\(error)"))
            }
        }
    }
}
