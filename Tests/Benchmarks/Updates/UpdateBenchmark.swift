import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// How many updates a second are on disk when they are answered: ours beside BIND and Knot, all
/// asked over UDP. Each client waits for one answer before it asks again.
struct UpdateBenchmark {
    var plan: Plan

    private static let clients = [1, 50]
    private var seconds: Double { plan.isQuick ? 1 : 3 }

    func run() async throws {
        show("\nUPDATES, each on disk before it is answered\n")
        let ours = try await OwnAuthority()
        var servers: [PeerServer] = []
        for software in [PeerSoftware.bind, .knot] where software.isInstalled {
            var configuration = PeerConfiguration(.simple(UpdateLoad.zoneText))
            configuration.allowsUpdate = true
            servers.append(try await PeerServer.start(software, configuration))
        }
        let subjects = [("svctop", ours.port)] + servers.map { ($0.software.testDescription, $0.port) }
        var table = Table(
            "Updates a second; load average \(Machine.load)",
            columns: Self.clients.map { $0 == 1 ? "1 client" : "\($0) clients" })
        // By program, then by number of clients.
        var rates = Array(repeating: Array(repeating: [Double](), count: Self.clients.count), count: subjects.count)
        // The first round warms up what is to be warm.
        for round in 0...plan.rounds {
            for (column, clients) in Self.clients.enumerated() {
                for (row, subject) in subjects.enumerated() {
                    var asking = try UpdateClients(count: clients, port: subject.1)
                    let rate = try asking.rate(seconds: seconds)
                    if round > 0 { rates[row][column].append(rate) }
                }
            }
        }
        for (subject, columns) in zip(subjects, rates) {
            table.add(subject.0, columns.map { Sample($0)?.text(0) ?? "" })
        }
        table.print()
        for server in servers { await server.stop() }
        await ours.stop()
        try await AuthorityStart(instances: plan.instances).run()
    }
}
