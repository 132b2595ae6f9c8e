import DNSCore
import Dashboard
import ServiceCatalog
import ServiceMonitor
import ServiceProbing

/// How things are in the beginning.
extension SceneReader {
    mutating func read(_ instruction: Instruction, _ line: inout SceneLine) throws(SceneError) {
        switch instruction {
        case .title: scene.title = try line.text("a title")
        case .start: scene.start = try Self.time(&line)
        case .seed: scene.seed = try line.number("a number")
        case .policy: try readPolicy(&line)
        case .readOnly: scene.isReadOnly = true
        case .context: try readContext(&line)
        case .zone: try readZone(&line)
        case .host: try readHost(&line)
        default: try readEvent(instruction, &line)
        }
    }

    private static func time(_ line: inout SceneLine) throws(SceneError) -> Timestamp {
        let word = try line.word("a time")
        guard let time = Timestamp(iso8601: word) else {
            throw line.error("\"\(word)\" is no time: write 2026-09-22T14:00:00Z")
        }
        return time
    }

    /// The words of the configuration.
    private mutating func readPolicy(_ line: inout SceneLine) throws(SceneError) {
        while let word = line.word() {
            switch word {
            case "interval": scene.monitoring.probe.interval = try line.duration("a time")
            case "timeout": scene.monitoring.probe.timeout = try line.duration("a time")
            case "slow": scene.monitoring.probe.slowLimit = try line.duration("a time")
            case "fall": scene.monitoring.probe.fallAfter = try line.number("a number", 1...100)
            case "rise": scene.monitoring.probe.riseAfter = try line.number("a number", 1...100)
            case "poll": scene.monitoring.pollInterval = max(.seconds(1), try line.duration("a time"))
            case "stale-after": scene.monitoring.staleAfter = try line.duration("a time")
            default:
                throw line.error(
                    "\"\(word)\" is nothing that can be set here: interval, timeout, slow, fall, rise, poll, stale-after"
                )
            }
        }
    }

    private mutating func readContext(_ line: inout SceneLine) throws(SceneError) {
        let zone = try line.name("a zone")
        let name = try line.word("a name for the context (prod, lab)")
        scene.contexts[zone] = Premises.Context(name: name, isProduction: line.take("production"))
    }

    /// `zone svc.example. at ns1 serial 7 key ops by AXFR notify`
    private mutating func readZone(_ line: inout SceneLine) throws(SceneError) {
        guard scene.steps.isEmpty else { throw line.error("a zone is to stand before what happens") }
        let apex = try line.name("a zone")
        guard !scene.zones.contains(where: { $0.apex == apex }) else { throw line.error("\(apex) is there already") }
        guard scene.zones.count < 1000 else { throw line.error("more than 1000 zones") }
        var zone = Scene.Zone(apex: apex, server: "10.0.0.53", serial: Serial(rawValue: 2_026_092_201))
        while let word = line.word() {
            switch word {
            case "at": zone.server = try line.word("a server")
            case "serial": zone.serial = Serial(rawValue: try line.number("a serial"))
            case "key": zone.key = try line.word("a key's name")
            case "by": zone.method = try Self.method(&line)
            case "notify": zone.notifies = true
            default: throw line.error("\"\(word)\" is nothing that a zone has: at, serial, key, by, notify")
            }
        }
        scene.zones.append(zone)
        block = .zone(RecordLines(origin: apex))
    }

    private static func method(_ line: inout SceneLine) throws(SceneError) -> ZoneFreshness.Method {
        let word = try line.word("AXFR or IXFR")
        switch word.uppercased() {
        case "AXFR": return .axfr
        case "IXFR": return .ixfr
        default: throw line.error("\"\(word)\" is neither AXFR nor IXFR")
        }
    }

    private mutating func readHost(_ line: inout SceneLine) throws(SceneError) {
        let name = try line.name("a name")
        var addresses: [IPAddress] = []
        while !line.isEmpty { addresses.append(try line.address()) }
        scene.hosts[name] = addresses
    }
}
