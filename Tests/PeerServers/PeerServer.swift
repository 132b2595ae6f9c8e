import Glibc
import Synchronization

/// A real authoritative server on 127.0.0.1, with a folder of its own that is thrown away with it.
package final class PeerServer: Sendable {
    package let software: PeerSoftware
    package let configuration: PeerConfiguration
    package let port: UInt16
    /// Where DNS over TLS is spoken, if the configuration asks for it.
    package let tlsPort: UInt16
    private let folder: TemporaryFolder
    private let process: Mutex<ChildProcess?>

    private init(
        _ software: PeerSoftware, _ configuration: PeerConfiguration, _ ports: PeerConfiguration.Ports,
        _ folder: TemporaryFolder
    ) {
        self.software = software
        self.configuration = configuration
        port = ports.dns
        tlsPort = ports.tls
        self.folder = folder
        process = Mutex(nil)
    }

    /// Starts a server and waits until it answers for all of its zones.
    package static func start(_ software: PeerSoftware, _ configuration: PeerConfiguration) async throws -> PeerServer {
        var tries = 0
        while true {
            let ports = PeerConfiguration.Ports(dns: try freeLoopbackPort(), tls: try freeLoopbackPort())
            let server = PeerServer(software, configuration, ports, try TemporaryFolder())
            do {
                try await server.prepare(ports)
                try await server.start()
                guard server.hasLostPort, tries < 3 else { return server }
                await server.stop()
            } catch PeerError.ended where tries < 3 && server.hasLostPort {}
            tries += 1
        }
    }

    /// Whether somebody else took the port before the server did; some servers go on all the same, with UDP alone.
    private var hasLostPort: Bool {
        let log = log.lowercased()
        // The last is what BIND says of UDP.
        return ["address already in use", "address in use", "interface ignored"].contains { log.contains($0) }
    }

    private func prepare(_ ports: PeerConfiguration.Ports) async throws {
        if configuration.primary == nil {
            for (index, zone) in configuration.zones.enumerated() { try folder.write(zoneFile(index), zone.text) }
        }
        for (name, text) in software.setup.files(configuration, ports, in: folder.path) {
            try folder.write(name, text)
        }
        try await software.setup.prepare(configuration, in: folder)
    }

    /// Starts the server again after `stop`, on the same ports and with what it had saved.
    package func start() async throws {
        var command = software.setup.command(folder.path)
        guard let program = Tool.path(of: command[0]) else {
            throw PeerError.cannotStart("\(command[0]) is not installed")
        }
        command[0] = program
        let child = try ChildProcess(command, output: "\(folder.path)/log")
        process.withLock { $0 = child }
        for zone in configuration.zones { try await waitUntilAnswering(for: zone.name, child) }
    }

    private func waitUntilAnswering(for zone: String, _ child: ChildProcess) async throws {
        let poll = SOAPoll(zone: zone, port: port)
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while ContinuousClock.now < deadline {
            poll.ask()
            for _ in 0..<10 {
                try await Task.sleep(for: .milliseconds(5))
                if poll.isAnswered() { return }
            }
            guard child.isRunning else { throw PeerError.ended(software.testDescription, log: log) }
        }
        throw PeerError.notAnswering(software.testDescription, log: log)
    }

    /// Ends the server as an administrator does. Its data stays for a later `start`.
    package func stop() async {
        guard let child = process.withLock({ $0.take() }) else { return }
        child.send(SIGTERM)
        let deadline = ContinuousClock.now.advanced(by: .seconds(5))
        while child.isRunning, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// Freezes the server: its sockets stay, and nobody answers.
    package func suspend() { process.withLock { $0?.send(SIGSTOP) } }

    package func resume() { process.withLock { $0?.send(SIGCONT) } }

    package func send(_ signal: Int32) { process.withLock { $0?.send(signal) } }

    /// Replaces a zone's file and has the server read it (BIND, Knot, NSD, and PowerDNS's BIND backend).
    package func reload(_ zone: PeerZone) throws {
        guard let index = configuration.zones.firstIndex(where: { $0.name == zone.name }) else {
            throw PeerError.cannotStart("no zone \(zone.name)")
        }
        try folder.write(zoneFile(index), zone.text)
        send(SIGHUP)
    }

    /// Everything that the server has printed.
    package var log: String { folder.read("log") }

    package var pid: pid_t? { process.withLock { $0?.pid } }

    /// The folder that holds its configuration, zones and log.
    package var path: String { folder.path }
}
