import DNSCore
import ServiceCatalog

/// `peer` in `list --json`: who answers at an instance, and who should.
extension JSONReport {
    /// An object with what is known: `uid`, `user`, `pid`, `command` and `unit` of one on this host, `since`, the
    /// `certificate` met, and `expected_uids` and `expected_pins`.
    func write(_ peer: AnsweringPeer, to output: inout Output) {
        output.write("{\"address\":")
        output.write(json: peer.address.description)
        output.write(",\"is_impostor\":\(peer.finding?.isImpostor ?? false)")
        output.write(",\"uid\":\(peer.evidence.owner.map { "\($0.user)" } ?? "null")")
        output.write(",\"user\":")
        output.write(json: peer.process?.userName)
        output.write(",\"pid\":\(peer.process?.identifier.map { "\($0)" } ?? "null")")
        output.write(",\"command\":")
        output.write(json: peer.process?.command)
        output.write(",\"unit\":")
        output.write(json: peer.process?.unit)
        output.write(",\"since\":")
        output.write(json: peer.since.description)
        output.write(",\"expected_uids\":[")
        output.write(peer.expected.users.sorted().map { "\($0)" }.joined(separator: ","))
        output.write("],\"expected_pins\":[")
        output.write(peer.expected.pins.map { "\"\($0)\"" }.sorted().joined(separator: ","))
        output.write("],\"certificate\":")
        if let certificate = peer.evidence.certificate { write(certificate, to: &output) } else { output.write("null") }
        output.write("}")
    }

    private func write(_ certificate: SeenCertificate, to output: inout Output) {
        output.write("{\"pin\":")
        output.write(json: certificate.pin.description)
        output.write(",\"not_before\":")
        output.write(json: certificate.notBefore.description)
        output.write(",\"not_after\":")
        output.write(json: certificate.notAfter.description)
        output.write(",\"names\":[")
        for (index, name) in certificate.names.enumerated() {
            if index > 0 { output.write(",") }
            output.write(json: name)
        }
        output.write("]}")
    }
}
