import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// How many updates a second are on disk when they are answered: ours, called in this process, beside BIND and Knot, asked
/// over UDP. Each client waits for one answer before it asks again.
struct UpdateBenchmark {
    var plan: Plan

    private static let clients = [1, 50]
    private var seconds: Double { plan.isQuick ? 1 : 3 }

    func run() async throws {
        show("\nUPDATES, each on disk before it is answered\n")
        let ours = try await OwnUpdates()
        var peers: [(name: String, server: PeerServer)] = []
        for software in [PeerSoftware.bind, .knot] where software.isInstalled {
            var configuration = PeerConfiguration(.simple(UpdateLoad.zoneText))
            configuration.allowsUpdate = true
            peers.append((software.testDescription, try await PeerServer.start(software, configuration)))
        }
        var table = Table(
            "Updates a second; load average \(Machine.load)",
            columns: Self.clients.map { $0 == 1 ? "1 client" : "\($0) clients" })
        // By program, then by number of clients.
        var rates = Array(repeating: Array(repeating: [Double](), count: Self.clients.count), count: peers.count + 1)
        // The first round warms up what is to be warm.
        for round in 0...plan.rounds {
            for (column, clients) in Self.clients.enumerated() {
                let own = await ours.rate(clients: clients, seconds: seconds)
                if round > 0 { rates[0][column].append(own) }
                for (row, peer) in peers.enumerated() {
                    var asking = try UpdateClients(count: clients, port: peer.server.port)
                    let rate = try asking.rate(seconds: seconds)
                    if round > 0 { rates[row + 1][column].append(rate) }
                }
            }
        }
        for (name, columns) in zip(["svctop (in this process)"] + peers.map(\.name), rates) {
            table.add(name, columns.map { Sample($0)?.text(0) ?? "" })
        }
        table.print()
        for peer in peers { await peer.server.stop() }
        try await AuthorityStart(instances: plan.instances).run()
    }
}
