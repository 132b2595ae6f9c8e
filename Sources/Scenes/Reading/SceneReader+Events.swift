import Configuration
import DNSCore
import ServiceCatalog
import Terminal

/// What happens, in the world and in front of the screen.
extension SceneReader {
    mutating func readEvent(_ instruction: Instruction, _ line: inout SceneLine) throws(SceneError) {
        switch instruction {
        case .probe:
            let pattern = EndpointPattern(try line.word("whose probes (web1, web*, web1:8080)"))
            try append(.probe(pattern, try Behaviour(&line)), line)
        case .owner:
            let pattern = EndpointPattern(try line.word("at whose endpoints (web1, web*, web1:8080)"))
            try append(.peer(pattern, try .owner(&line)), line)
        case .certificate:
            let pattern = EndpointPattern(try line.word("at whose endpoints (web1, web*, web1:8080)"))
            try append(.peer(pattern, try .certificate(&line)), line)
        case .standIn: try append(.standIn(try SceneStandIn(&line)), line)
        case .change: try readChange(&line)
        case .server: try readServer(&line)
        case .replica: try readReplica(&line)
        case .suspend: try readSuspension(&line)
        case .press: try readKeys(&line)
        case .type: try append(.type(try line.text("what is typed")), line)
        case .paste: try append(.paste(try line.text("what is pasted")), line)
        case .click: try readClick(&line)
        case .wheel: try readWheel(&line)
        case .resize: try append(.resize(try Self.size(&line)), line)
        case .moment: try readMoment(&line)
        default: break
        }
    }

    // MARK: - The world

    private mutating func zone(_ line: inout SceneLine) throws(SceneError) -> DomainName {
        let name = try line.name("a zone")
        guard scene.zones.contains(where: { $0.apex == name }) else { throw line.error("there is no zone \(name)") }
        return name
    }

    private mutating func readChange(_ line: inout SceneLine) throws(SceneError) {
        let zone = try zone(&line)
        var change = ZoneChange()
        if line.take("serial") { change.serial = Serial(rawValue: try line.number("a serial")) }
        block = .change(zone, change, RecordLines(origin: zone), line: line.number)
    }

    private mutating func readServer(_ line: inout SceneLine) throws(SceneError) {
        let zone = try zone(&line)
        if line.take("updates") { return try append(.updates(zone, try Self.answerToUpdates(&line)), line) }
        try append(.server(zone, try Self.reachability(&line)), line)
    }

    private static func reachability(_ line: inout SceneLine) throws(SceneError) -> Reachability {
        if line.take("back") { return .back }
        guard line.take("lost") else {
            throw line.error(
                "what of it: write `lost`, with the reason behind it if you like, `back`, or `updates REFUSED`")
        }
        return .lost(line.isEmpty ? "does not answer" : try line.text("a reason"))
    }

    /// `updates REFUSED`, `updates NOERROR`
    private static func answerToUpdates(_ line: inout SceneLine) throws(SceneError) -> ResponseCode? {
        let word = try line.word("a response code")
        let codes = (0...10).map { ResponseCode(rawValue: $0) }
        guard let code = codes.first(where: { $0.description == word.uppercased() }) else {
            throw line.error("\"\(word)\" is no response code: write REFUSED, NOTAUTH, SERVFAIL, or NOERROR")
        }
        return code == .noError ? nil : code
    }

    /// `replica ns2 of svc.example. lags`
    private mutating func readReplica(_ line: inout SceneLine) throws(SceneError) {
        let server = try line.word("a server")
        guard line.take("of") else { throw line.error("of which zone: write `replica \(server) of svc.example.`") }
        let zone = try zone(&line)
        let conduct: ReplicaConduct
        if line.isEmpty || line.take("follows") {
            conduct = .follows
        } else if line.take("lags") {
            conduct = .lags
        } else if line.take("lost") {
            conduct = .lost(line.isEmpty ? "does not answer" : try line.text("a reason"))
        } else {
            throw line.error("\"\(line.rest)\": write follows, lags or lost")
        }
        try append(.replica(server, of: zone, conduct), line)
    }

    private mutating func readSuspension(_ line: inout SceneLine) throws(SceneError) {
        let time = try line.duration("a time")
        guard time <= Self.longestSuspension else { throw line.error("longer than a hundred years") }
        try append(.suspend(time), line)
    }

    // MARK: - The user

    private mutating func readKeys(_ line: inout SceneLine) throws(SceneError) {
        repeat { try append(.key(try Self.key(&line)), line) } while !line.isEmpty
    }

    private static func key(_ line: inout SceneLine) throws(SceneError) -> Key {
        let word = try line.word("a key")
        do throws(Key.NameError) {
            return try Key(name: word)
        } catch .sameAs(let key) {
            throw line.error("\"\(word)\" is what a terminal sends for \(key): write that")
        } catch {
            throw line.error("\"\(word)\" is no key: write j, Enter, Esc, PgDn, F5, Ctrl-R")
        }
    }

    private mutating func readClick(_ line: inout SceneLine) throws(SceneError) {
        if line.take("on") { return try append(.clickOn(try line.text("a text")), line) }
        let position = try Self.position(&line)
        try append(.mouse(MouseEvent(.press(.left), at: position)), line)
        try append(.mouse(MouseEvent(.release(.left), at: position)), line)
    }

    private mutating func readWheel(_ line: inout SceneLine) throws(SceneError) {
        let word = try line.word("up or down")
        guard word == "up" || word == "down" else { throw line.error("\"\(word)\" is neither up nor down") }
        let position = line.isEmpty ? Position(row: 5, column: 5) : try Self.position(&line)
        try append(.mouse(MouseEvent(word == "up" ? .wheelUp : .wheelDown, at: position)), line)
    }

    /// Column and row, from 0.
    private static func position(_ line: inout SceneLine) throws(SceneError) -> Position {
        let column: Int = try line.number("a column", 0...9999)
        return Position(row: try line.number("a row", 0...9999), column: column)
    }

    private static func size(_ line: inout SceneLine) throws(SceneError) -> Size {
        let word = try line.word("a size")
        guard let size = Size(sceneWord: word) else { throw line.error("\"\(word)\" is no size: write 120x40") }
        return size
    }

    private mutating func readMoment(_ line: inout SceneLine) throws(SceneError) {
        let name = try line.word("a name")
        guard name != "last", DurationText.parse(name) == nil else {
            throw line.error("\"\(name)\" means another moment already")
        }
        guard !scene.moments.contains(name) else { throw line.error("there is a moment \"\(name)\" already") }
        try append(.moment(name), line)
    }
}

extension Size {
    /// `120x40`: columns and rows.
    package init?(sceneWord word: String) {
        let numbers = word.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (1...1000).contains(columns),
            (1...1000).contains(rows)
        else { return nil }
        self.init(rows: rows, columns: columns)
    }
}
