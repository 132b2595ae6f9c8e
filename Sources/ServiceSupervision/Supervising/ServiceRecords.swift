import ServiceRegistration

/// A service's place in DNS, as those see it who keep it true.
package protocol ServiceRecords: Sendable {
    /// Returns once the server shows the records.
    func register() async throws
    /// Keeps them there until its task is cancelled, and tries again what `register` could not do.
    func hold() async
    func withdraw() async throws
}

extension Registrar: ServiceRecords {}
