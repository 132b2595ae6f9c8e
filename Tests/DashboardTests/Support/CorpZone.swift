import DNSCore
import ServiceCatalog

extension TestZone {
    /// An office's zone with something of everything in it.
    static func corp() throws -> TestZone {
        var zone = try TestZone(
            "corp.example.",
            """
            _ldap._tcp 60 SRV 10 50 389 dc1 ; down refused for=4m rtt=12ms rtts=12*3,14,12,19,12,13,12,41,!*12 was=up/41d,suspect/20s
            _ldap._tcp 60 SRV 10 50 389 dc2 ; up rtt=14ms for=41d rtts=14*9,22,14*4,31,15,14*6
            _ldap._tcp 60 SRV 20 100 389 dc3 ; up rtt=11ms for=41d rtts=11*22
            _ldap._tcp 60 SRV 10 10 389 10-0-9-9 ; impostor wrong rtt=3ms for=6m rtts=3*22
            _sip._udp 300 SRV 5 70 5060 sbc-a ; degraded slow rtt=180ms for=9d rtts=60,80,120,180,520,210,180*10 was=up/9d
            _sip._udp 300 SRV 5 30 5060 sbc-b ; up rtt=9ms for=9d rtts=9*20
            _kerberos._udp 600 SRV 0 0 88 dc1 ; stale long for=3h
            _kerberos._udp 600 SRV 0 0 88 dc2 ; up rtt=2ms for=41d
            _kerberos._udp 600 SRV 0 0 88 dc3 ; up rtt=2.4ms for=41d
            _http._tcp 30 SRV 0 10 8080 web1 ; flapping often rtt=31ms for=20s rtts=31,!,30,!*3,33,31,!,30,31,!,!,31 was=up/2m,down/30s,up/40s,down/20s,up/30s
            _http._tcp 30 SRV 0 10 8080 web2 ; up rtt=28ms for=2d rtts=28*10,!*4,28*8
            _http._tcp 30 SRV 0 10 8080 web3 ; up rtt=29ms for=2d
            _http._tcp 30 SRV 0 10 8080 web10 ; suspect timeout rtt=33ms for=3s rtts=33*12,! was=up/20m
            _imaps._tcp 3600 SRV 0 0 993 mail ; dangling noaddress for=8d
            _pop3s._tcp 3600 SRV 0 0 0 . ; unavailable notoffered
            _ntp._udp 120 SRV 0 0 123 ntp1 ; up rtt=0.4ms for=41d
            _ntp._udp 120 SRV 0 0 123 ntp2 ; up rtt=0.5ms for=41d
            _ntp._udp 120 SRV 0 0 123 ntp3 ; up rtt=0.5ms for=41d
            _xmpp-server._tcp 900 SRV 5 0 5269 chat ; unknown
            _postgresql._tcp 60 SRV 0 60 5432 db-a ; up rtt=1.1ms for=12d
            _postgresql._tcp 60 SRV 0 40 5432 db-b ; up rtt=1.3ms for=12d
            _postgresql._tcp 60 SRV 1 0 5432 db-c ; up rtt=7.8ms for=12d
            dc1 60 A 10.0.1.11
            dc1 60 AAAA 2001:db8:1::11
            dc2 60 A 10.0.1.12
            dc3 60 A 10.0.2.13
            10-0-9-9 60 A 10.0.9.9
            _ldap._tcp 60 TXT "domain=corp" "site=hq"
            """)
        zone.freshness.method = .ixfr
        zone.freshness.changes = 3
        zone.freshness.notified = true
        zone.freshness.key = "ops-hmac"
        var behind = Replica(server: "ns3")
        behind.lag = 2
        behind.behindSince = .testStart.advanced(by: .seconds(-41))
        var even = Replica(server: "ns2")
        even.lag = 0
        (even.serial, behind.serial) = (Serial(rawValue: 2_026_092_214), Serial(rawValue: 2_026_092_212))
        zone.freshness.replicas = [even, behind]
        return zone
    }

    static func corpSnapshot() throws -> Snapshot {
        let zone = try corp()
        let service = try DomainName("_ldap._tcp.corp.example.")
        let event = { (ago: Int, kind: Event.Kind, service: DomainName, instance: String, reason: Reason) in
            Event(
                at: .testStart.advanced(by: .seconds(-ago)), zone: zone.snapshot.name, serial: zone.freshness.serial,
                kind: kind, service: service, instance: instance, reason: reason)
        }
        let failover = Failover(
            before: [
                .init(instance: "dc1:389", priority: 10, share: 0.45),
                .init(instance: "dc2:389", priority: 10, share: 0.45),
            ],
            after: [.init(instance: "dc2:389", priority: 10, share: 1)])
        let web = try DomainName("_http._tcp.corp.example.")
        var snapshot = Snapshot(at: .testStart, zones: [zone.snapshot], probesPerSecond: 31.8)
        snapshot.events = [
            event(1200, .registered, web, "web10:8080", .none),
            event(900, .changed("weight 20 → 10"), web, "web1:8080", .none),
            event(395, .suspect, service, "10-0-9-9:389", .wrongAnswer),
            event(260, .suspect, service, "dc1:389", .refused),
            event(240, .down, service, "dc1:389", .refused),
            event(240, .failover(failover), service, "dc1:389", .none),
            event(120, .recovered, web, "web2:8080", .none),
            event(12, .withdrawn, try DomainName("_ntp._udp.corp.example."), "ntp4:123", .none),
            event(3, .suspect, web, "web10:8080", .timedOut),
        ]
        snapshot.eventCount = 1234
        return snapshot
    }
}
