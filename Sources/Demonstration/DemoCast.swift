import ServiceActivation

/// Who takes part: some forty instances of a dozen services.
struct DemoCast: Sendable {
    let instances: [DemoInstance]
    let hosts: [DemoHost]

    /// Has two addresses, of which one answers.
    static let halfDeadHost = "mail2"

    /// - Parameter hasSleepers: whether there are services among them that a stand-in starts.
    init(hasSleepers: Bool = false) {
        instances =
            Self.web + Self.data + Self.messaging + Self.network + Self.office + Self.rest
            + (hasSleepers ? Self.sleepers : [])
        var names: [String] = []
        for instance in instances where instance.manner != .dangling && !names.contains(instance.host) {
            names.append(instance.host)
        }
        hosts = DemoHost.all(named: names) { $0 == Self.halfDeadHost }
    }

    private static func several(
        _ service: String, _ hosts: [String], priority: UInt16 = 10, weights: [UInt16] = [10], texts: [String] = []
    ) -> [DemoInstance] {
        hosts.enumerated().map { number, host in
            DemoInstance(
                service: service, host: host, priority: priority, weight: weights[number % weights.count],
                texts: texts)
        }
    }

    private static var web: [DemoInstance] {
        several("_http._tcp.web", ["web1", "web2", "web3"], weights: [50, 30, 20])
            + several("_http._tcp.web", ["web4", "web5"], priority: 20, weights: [60, 40])
            // Its listeners do not speak TLS, and say so.
            + several("_https._tcp.shop", ["web1", "web2", "web3", "web4"], weights: [25], texts: ["probe=tcp"])
            + several("_grpc._tcp.orders", ["app1", "app2", "app3", "app4"], weights: [40, 30, 20, 10])
            + several("_api._tcp", ["app1", "app2", "app3"], weights: [60, 40])
    }

    private static var data: [DemoInstance] {
        several("_postgresql._tcp", ["db1"], weights: [0])
            + several("_postgresql._tcp", ["db2", "db3"], priority: 20, weights: [50])
            + several("_redis._tcp", ["cache1", "cache2", "cache3"])
    }

    private static var messaging: [DemoInstance] {
        several("_mqtt._tcp", ["bus1", "bus2"])
            + several("_smtp._tcp", ["mail1", Self.halfDeadHost], weights: [50])
            + several("_xmpp-server._tcp", ["chat1", "chat2"])
    }

    private static var network: [DemoInstance] {
        [
            DemoInstance(
                service: "_ntp._udp", host: "time1", priority: 0, weight: 0, manner: .clock(delay: .milliseconds(1))),
            DemoInstance(
                service: "_ntp._udp", host: "time2", priority: 10, weight: 0,
                manner: .clock(delay: .milliseconds(380))),
            DemoInstance(
                service: "_dns._udp", host: "res1", priority: 0, weight: 10,
                manner: .resolver(delay: .milliseconds(2))),
            DemoInstance(
                service: "_dns._udp", host: "res2", priority: 0, weight: 10,
                manner: .resolver(delay: .milliseconds(6))),
        ] + several("_ldap._tcp", ["dir1", "dir2"], weights: [50])
    }

    private static var office: [DemoInstance] {
        [
            DemoInstance(
                service: "_ipp._tcp", title: "Front desk", host: "print1", priority: 0, weight: 0,
                texts: ["txtvers=1", "rp=ipp/front", "pdl=application/pdf", "note=Lobby"]),
            DemoInstance(
                service: "_ipp._tcp", title: "Atelier, étage 2", host: "print2", priority: 0, weight: 0,
                texts: ["txtvers=1", "rp=ipp/atelier", "Color=T"]),
        ]
    }

    /// Used now and then: not worth to run all the time.
    private static var sleepers: [DemoInstance] {
        [("report1", WakeCondition.connect), ("report2", .connect)].map { host, wake in
            DemoInstance(service: "_http._tcp.reports", host: host, priority: 10, weight: 50, manner: .dormant(wake))
        } + [
            DemoInstance(
                service: "_http._tcp.archive", host: "attic", priority: 0, weight: 0, manner: .dormant(.data))
        ]
    }

    private static var rest: [DemoInstance] {
        several("_metrics._tcp", ["app1", "app2", "app3", "app4", "db1", "db2"], weights: [10])
            + several("_git._tcp", ["build1"])
            + several("_build._tcp", ["build1", "build2"], weights: [70, 30])
            + [DemoInstance(service: "_legacy._tcp", host: "retired", priority: 0, weight: 0, manner: .dangling)]
    }
}
