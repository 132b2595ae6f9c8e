import DNSCore
import ServiceCatalog

extension ScenePeer {
    /// `uid 4321 user mallory pid 812 command nc unit app.service`: all but the uid may be missing; `listens` where nobody
    /// accepts.
    static func owner(_ line: inout SceneLine) throws(SceneError) -> ScenePeer {
        guard line.take("uid") else { throw line.error("whose it is: write `uid 1000`") }
        let user: UInt32 = try line.number("a user's number")
        var process = PeerProcess()
        var hasAccepted = true
        while !line.isEmpty {
            if line.take("user") {
                process.userName = try line.word("a user's name")
            } else if line.take("pid") {
                process.identifier = try line.number("a process's number")
            } else if line.take("command") {
                process.command = try line.word("a command")
            } else if line.take("unit") {
                process.unit = try line.word("a unit")
            } else if line.take("listens") {
                hasAccepted = false
            } else {
                throw line.error("\"\(line.rest)\": write user, pid, command, unit or listens")
            }
        }
        return .owner(SocketOwner(user: user, hasAccepted: hasAccepted), process)
    }

    /// `pin BASE64 for web.svc.example expires in 9d`
    static func certificate(_ line: inout SceneLine) throws(SceneError) -> ScenePeer {
        guard line.take("pin") else { throw line.error("which key it has: write `pin`, and its SHA-256 in Base64") }
        let word = try line.word("a pin")
        guard let pin = CertificatePin(word) else { throw line.error("\"\(word)\" is no SHA-256 in Base64") }
        var certificate = Certificate(pin: pin, names: [], lifetime: .seconds(90 * 86_400))
        while !line.isEmpty {
            if line.take("for") {
                certificate.names.append(try line.word("a name"))
            } else if line.take("expires"), line.take("in") {
                certificate.lifetime = try line.duration("a time")
            } else {
                throw line.error("\"\(line.rest)\": write `for NAME` or `expires in 9d`")
            }
        }
        return .certificate(certificate)
    }
}
