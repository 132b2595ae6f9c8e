import DNSCore

/// A line of what an authority remembers of the certificates that it has issued.
package struct IssuedCertificate: Hashable, Sendable {
    package var serial: String
    /// Seconds since 1970.
    package var from: Int64
    package var until: Int64
    package var profile: LeafProfile
    /// Where it was written to.
    package var file: String

    /// Beside the certificate.
    package var keyFile: String { Self.keyFile(of: file) }

    static func keyFile(of file: String) -> String {
        (file.hasSuffix(".pem") ? String(file.dropLast(4)) : file) + ".key"
    }

    /// Less than a third of its life is left.
    package func isNearEnd(at time: Int64) -> Bool { Lifetime(from: from, until: until).isNearEnd(at: time) }

    /// - Parameter margin: In seconds.
    package func ends(within margin: Int64, at time: Int64) -> Bool { until - time <= margin }
}

/// `SERIAL FROM UNTIL NAME USES HOSTS FILE`: times as `YYYYMMDDHHmmSS` in UTC, `-` for no hosts; the file is the rest.
extension IssuedCertificate {
    var line: String {
        let uses = [profile.uses.contains(.server) ? "server" : nil, profile.uses.contains(.client) ? "client" : nil]
        let fields = [
            serial, SignatureTime.text(UInt32(clamping: from)), SignatureTime.text(UInt32(clamping: until)),
            profile.name.description, uses.compactMap { $0 }.joined(separator: ","),
            profile.hosts.isEmpty ? "-" : profile.hosts.joined(separator: ","), file,
        ]
        return fields.joined(separator: " ")
    }

    /// nil for a line that is no such one.
    init?(line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 6)
        guard fields.count == 7, let from = SignatureTime.seconds(Array(fields[1].utf8)),
            let until = SignatureTime.seconds(Array(fields[2].utf8)), from < until,
            let name = try? DomainName(String(fields[3]))
        else { return nil }
        let words = fields[4].split(separator: ",")
        let uses = [("server", CertificateUse.server), ("client", .client)].filter { words.contains(Substring($0.0)) }
        let hosts = fields[5] == "-" ? [] : fields[5].split(separator: ",").map(String.init)
        guard let profile = try? LeafProfile(name, hosts: hosts, uses: Set(uses.map(\.1))) else { return nil }
        self.init(
            serial: String(fields[0]), from: Int64(from), until: Int64(until), profile: profile,
            file: String(fields[6]))
    }
}
