import DNSCore
import ServiceCatalog
import Terminal

/// Who answers at an instance and who should, line by line.
struct IdentityFacts {
    let peer: AnsweringPeer
    let now: Timestamp
    /// Whether the socket is known to be a stand-in's.
    var isStandIns = false

    private static let mostNames = 4

    func facts(_ canvas: inout Canvas) -> [Fact] {
        let theme = canvas.theme
        let style = peer.finding?.isImpostor == true ? theme.tint(of: .impostor) : theme[.text]
        var facts: [Fact] = []
        if let owner { facts.append(Fact("owner", owner, style, mostLines: 3)) }
        if let certificate = peer.evidence.certificate {
            facts.append(Fact("cert", text(certificate, &canvas), certificateStyle(theme), mostLines: 3))
            facts.append(Fact("key", "\(certificate.pin)", theme[.dim]))
        }
        if let expected { facts.append(Fact("expected", expected, theme[.text], mostLines: 3)) }
        return facts
    }

    /// `mallory (uid 4321), python3 (pid 812), app.service, since 14:02:11Z`
    private var owner: String? {
        guard let owner = peer.evidence.owner else { return nil }
        var parts = [peer.process?.userName.map { "\($0) (uid \(owner.user))" } ?? "uid \(owner.user)"]
        if let identifier = peer.process?.identifier {
            parts.append("\(peer.process?.command ?? "a process") (pid \(identifier))")
        }
        if let unit = peer.process?.unit { parts.append(unit) }
        parts.append("since \(peer.since.moment(seenFrom: now))")
        if owner.mayBeStandIn, !isStandIns { parts.append("listens, perhaps for another") }
        return parts.joined(separator: ", ")
    }

    private func text(_ certificate: SeenCertificate, _ canvas: inout Canvas) -> String {
        let names = certificate.names.prefix(Self.mostNames).joined(separator: ", ")
        let more = certificate.names.count > Self.mostNames ? " …" : ""
        let end =
            canvas.remaining(until: certificate.notAfter).map { "expires in \($0), on \(certificate.notAfter.date)" }
            ?? "expired on \(certificate.notAfter.date)"
        return names.isEmpty ? "without a name, \(end)" : "for \(names)\(more), \(end)"
    }

    private func certificateStyle(_ theme: Theme) -> Style {
        switch peer.finding {
        case .wrongPin, .wrongName: theme.tint(of: .impostor)
        case .expired, .notYetValid, .expires: theme.tint(of: .degraded)
        case .wrongOwner, .notStandIns, nil: theme[.text]
        }
    }

    /// `uid 1234; key AbC…`
    private var expected: String? {
        let identity = peer.expected
        guard !identity.isEmpty else { return nil }
        var parts: [String] = []
        if !identity.users.isEmpty {
            parts.append(identity.users.sorted().map { "uid \($0)" }.joined(separator: " or "))
        }
        if !identity.pins.isEmpty {
            parts.append("key " + identity.pins.map(\.description).sorted().joined(separator: " or "))
        }
        if identity.checksName { parts.append("a certificate for the service or its host") }
        return parts.joined(separator: "; ")
    }
}
