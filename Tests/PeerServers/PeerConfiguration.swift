import Glibc

/// A zone as a real server gets it.
package struct PeerZone: Sendable {
    /// Absolute: `svc.test.`
    package var name: String
    /// The zone in master file format, its SOA and NS records among it.
    package var text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    /// A zone with an SOA, a name server on 127.0.0.1, and `records`.
    package static func simple(_ name: String = "svc.test.", serial: UInt32 = 1, records: String = "") -> PeerZone {
        PeerZone(
            name,
            """
            $ORIGIN \(name)
            $TTL 60
            @ SOA ns hostmaster \(serial) 3600 600 86400 60
            @ NS ns
            ns A 127.0.0.1
            \(records)

            """)
    }
}

/// A TSIG key as servers and tools get it.
package struct PeerKey: Sendable {
    package var name: String
    package var algorithm: String
    /// In base64.
    package var secret: String

    package init(name: String, algorithm: String = "hmac-sha256", secret: String) {
        self.name = name
        self.algorithm = algorithm
        self.secret = secret
    }

    /// The file that `tsig-keygen` writes and `nsupdate -k` and `dig -k` read.
    package var bindText: String { "key \"\(name)\" { algorithm \(algorithm); secret \"\(secret)\"; };\n" }
    /// As `dig -y` and `kdig -y` take it.
    package var digText: String { "\(algorithm):\(name):\(secret)" }

    /// 32 bytes, made for tests: it protects nothing.
    package static let test = PeerKey(
        name: "svctop-test.", secret: "c3ZjdG9wIHRlc3Qga2V5LCBub3QgYSBzZWNyZXQhISE=")
}

/// A key that may change the records of some names only.
package struct PeerUpdater: Sendable {
    package var key: PeerKey
    /// Absolute: `_http._tcp.svc.test.`
    package var names: [String]

    package init(_ key: PeerKey, names: [String]) {
        self.key = key
        self.names = names
    }
}

/// What a real server is to do.
package struct PeerConfiguration: Sendable {
    package var zones: [PeerZone]
    /// Transfers, updates and notifications need this key and are signed with it.
    package var key: PeerKey?
    package var allowsTransfer = true
    package var allowsUpdate = false
    /// Keys beside `key` that the server knows, with the names whose records each may change. With any of them, `key` alone
    /// may change everything.
    package var updaters: [PeerUpdater] = []
    /// Also DNS over TLS, with a certificate that the server makes up (BIND only).
    package var servesTLS = false
    /// Ports of 127.0.0.1 that are told about changes.
    package var notifies: [UInt16] = []
    /// The port of 127.0.0.1 that the zones are transferred from: a secondary (not PowerDNS).
    package var primary: UInt16?
    /// Also on ::1, at the same port.
    package var listensOnIPv6 = false
    /// Also where the hosts of a test's network find it, at the same port (not NSD).
    package var network: TestNetwork?

    /// The IPv4 addresses that it listens at.
    var addresses: [String] { ["127.0.0.1"] + (network.map { [$0.address] } ?? []) }

    package init(zones: [PeerZone], key: PeerKey? = nil) {
        self.zones = zones
        self.key = key
    }

    package init(_ zone: PeerZone, key: PeerKey? = nil) {
        self.init(zones: [zone], key: key)
    }

    /// The ports that a server was given.
    struct Ports: Sendable {
        var dns: UInt16
        var tls: UInt16
    }
}

/// The name of a zone's file.
func zoneFile(_ index: Int) -> String { "zone\(index)" }
