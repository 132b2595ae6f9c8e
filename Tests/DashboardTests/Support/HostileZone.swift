import DNSCore
import ServiceCatalog

extension Snapshot {
    /// Names, texts and events of someone who means ill of the terminal.
    static func hostile() throws -> Snapshot {
        let zone = try TestZone(
            "evil.example.",
            #"""
            \027[2J\027[H._tcp 60 SRV 0 0 80 \007bell ; down refused for=1m
            \226\128\174gnp\046exe._http._tcp 60 SRV 0 0 80 host ; up for=1m
            a\204\129\204\129\204\129\204\129\204\129._http._tcp 60 SRV 0 0 80 host ; up for=1m
            \240\159\145\168\226\128\141\240\159\145\169._http._tcp 60 SRV 0 0 80 host ; up for=1m
            \240\159\145\168\226\128\141\240\159\145\169._http._tcp 60 TXT "\027]0;owned\007" "\226\128\174"
            _\010\013\009._udp 60 SRV 0 0 80 \155x ; unknown
            \#(String(repeating: "x", count: 63))._tcp 60 SRV 65535 65535 65535 \#(String(repeating: "y", count: 63)).\#(String(repeating: "z", count: 63)) ; down refused
            """#)
        var snapshot = Snapshot(at: .testStart, zones: [zone.snapshot])
        snapshot.zones[0].freshness.server = "host\u{1B}[31m\u{202E}"
        snapshot.events = [
            Event(
                at: .testStart, zone: zone.snapshot.name, serial: nil, kind: .changed("TXT \u{1B}[2J"),
                service: try DomainName("_http._tcp.evil.example."), instance: "\u{202E}gnp.exe", reason: .none)
        ]
        snapshot.eventCount = 1
        return snapshot
    }
}
