import ArgumentParser
import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// Our own server with a generated zone, in a process of its own: what it costs is not the benchmark's.
struct Answer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a generated zone on loopback.", shouldDisplay: false)

    @Argument var name: String
    @Argument var instances: Int

    func run() async throws {
        let registry = ZoneRegistry()
        registry.publish(try GeneratedZone(name, instances: instances).load().zone)
        let answerer = Answerer(zones: registry)
        let place = SocketPlace(.v4(IPv4Address(rawValue: 0x7F00_0001)), port: 0)
        let server = try DatagramServer(sockets: [DatagramSocket.open(at: place)]) { request, _ in
            answerer.answer(request, isStream: false).map(QuickReply.answer) ?? .silence
        } slow: { _, _ in
            nil
        }
        try server.start()
        show("\(server.places[0].port)\n")
        while true { pause() }
    }

    /// Starts it, and waits until it serves.
    static func start(_ zone: GeneratedZone, in folder: TemporaryFolder) async throws -> (
        child: ChildProcess, port: UInt16
    ) {
        let output = "\(folder.path)/answers"
        let child = try ChildProcess([Programs.own, "answer", zone.name, "\(zone.instanceCount)"], output: output)
        while true {
            let text = SmallFile.text(output)
            if text.hasSuffix("\n"), let port = UInt16(text.dropLast()) { return (child, port) }
            guard child.isRunning else { throw BenchmarkError(text) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
