import DNSClient
import DNSCore

/// What a service registers, as a file or the command line says it.
package struct RegistrationSettings: Sendable {
    /// One `[names.NAME]`.
    package struct Name: Sendable {
        package var service: DomainName
        package var instance: String?
        package var label: String?
        package var key: TSIGKey?
        package var port: UInt16?
        package var priority: UInt16?
        package var weight: UInt16?
        /// Seconds.
        package var ttl: UInt32?
        package var texts: [String] = []
        /// PEM files with the certificates whose keys are published.
        package var certificates: [String] = []

        package init(_ service: DomainName) { self.service = service }
    }

    package var names: [Name] = []
    /// The primary first; empty where nobody said.
    package var servers: [Server] = []
    package var target: DomainName?
    package var addresses: [IPAddress] = []
    package var listening: [IPAddress] = []
    /// nil where nobody said, and nil within for none.
    package var lease: Duration??
    package var checkInterval: Duration?
    package var isOneOfSeveral = false
    package var warnings: [String] = []

    package init() {}

    package static let leases: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)
    package static let checkIntervals: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    /// RFC 2181 section 8.
    package static let ttls = 0...Int(Int32.max)
}
