/// Sees that another process has changed the keys, and puts them in force.
struct KeyWatcher {
    let store: AuthorityStore
    let access: AccessControl
    let policy: @Sendable ([StoredKey]) -> AccessPolicy
    let log: AuthorityLog

    /// Goes on until the task is cancelled.
    func run(every interval: Duration = .seconds(1)) async {
        var seen = try? await store.dataVersion()
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
