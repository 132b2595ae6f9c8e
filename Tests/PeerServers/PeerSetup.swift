/// How one make of server is configured and started.
protocol PeerSetup: Sendable {
    /// Configuration files by name; the zones' files lie in `folder` already.
    func files(
        _ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports, in folder: String
    ) -> [String: String]
    /// What has to be run before the server is.
    func prepare(_ configuration: PeerConfiguration, in folder: TemporaryFolder) async throws
    /// The program, by name, and its arguments.
    func command(_ folder: String) -> [String]
}

extension PeerSetup {
    func prepare(_ configuration: PeerConfiguration, in folder: TemporaryFolder) async throws {}
}

extension PeerSoftware {
    var setup: any PeerSetup {
        switch self {
        case .bind: BINDSetup()
        case .knot: KnotSetup()
        case .nsd: NSDSetup()
        case .powerDNS: PowerDNSSetup(usesSQLite: false)
        case .powerDNSWithSQLite: PowerDNSSetup(usesSQLite: true)
        }
    }
}
