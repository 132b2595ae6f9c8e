import Configuration
import DNSCore
import ServiceCatalog
import TOML

/// Reads a scene line by line. What is indented below a `zone`, and `add` and `delete` below a `change`, belong to it; a line
/// that begins with `#` is a comment; one that begins with `+10s` happens so much later than those before it.
struct SceneReader {
    /// What the next line may belong to.
    enum Block {
        case none
        case zone(RecordLines)
        case change(DomainName, ZoneChange, RecordLines, line: Int)
    }

    var scene = Scene()
    var block = Block.none
    /// How long the scene takes so far, without what it is suspended.
    var length = Duration.zero

    static let stepLimit = 50_000
    static let longest = Duration.seconds(86_400)
    static let longestSuspension = Duration.seconds(36_500 * 86_400)

    mutating func read(_ text: String) throws(SceneError) {
        for (index, text) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isIndented = text.first == " " || text.first == "\t"
            let line = SceneLine(text.last == "\r" ? text.dropLast() : text, number: index + 1)
            guard !line.isEmpty, line.rest.first != "#" else { continue }
            if try take(line, isIndented: isIndented) { continue }
            try endBlock()
            try readInstruction(line)
        }
        try endBlock()
        guard !scene.zones.isEmpty else {
            throw SceneError(
                "a scene needs a zone: write `zone svc.example. at ns1`, and its records indented below", line: 0)
        }
    }

    private mutating func readInstruction(_ line: SceneLine) throws(SceneError) {
        var line = line
        if line.rest.first == "+" {
            let word = try line.word("a time")
            guard let time = DurationText.parse(String(word.dropFirst())) else {
                throw line.error("\"\(word)\" is no time: write +10s or +1m30s")
            }
            length += time
            guard length <= Self.longest else {
                throw line.error("a scene takes a day at most: `suspend 30d` passes over longer times")
            }
            try append(.wait(time), line)
            guard !line.isEmpty else { return }
        }
        let word = try line.word("an instruction")
        guard let instruction = Instruction(rawValue: word) else {
            let near = NearestName.of(word, among: Instruction.allCases.map(\.rawValue))
            throw line.error(
                "\"\(word)\" is no instruction"
                    + (near.map { ": `\($0)`?" } ?? " (\(Instruction.allCases.map(\.rawValue).joined(separator: ", ")))")
            )
        }
        try read(instruction, &line)
        try line.end()
    }

    mutating func append(_ act: Scene.Act, _ line: SceneLine) throws(SceneError) {
        guard scene.steps.count < Self.stepLimit else { throw line.error("more than \(Self.stepLimit) steps") }
        scene.steps.append(Scene.Step(line: line.number, act: act))
    }

    // MARK: - Blocks

    /// Whether the line belonged to the block above it.
    private mutating func take(_ line: SceneLine, isIndented: Bool) throws(SceneError) -> Bool {
        switch block {
        case .zone(var lines) where isIndented:
            block = .none
            try lines.read(line)
            block = .zone(lines)
            return true
        case .change(let zone, var change, let lines, let start):
            var words = line
            if words.take("add") {
                change.additions.append(try lines.record(words))
            } else if words.take("delete") {
                change.deletions.append(try lines.deletion(words))
            } else {
                return false
            }
            block = .change(zone, change, lines, line: start)
            return true
        default: return false
        }
    }

    private mutating func endBlock() throws(SceneError) {
        switch block {
        case .none: break
        case .zone(let lines): scene.zones[scene.zones.count - 1].records = lines.records
        case .change(let zone, let change, _, let line):
            try append(.change(zone, change), SceneLine("", number: line))
        }
        block = .none
    }
}

extension Scene {
    /// Reads a scene as someone has written it.
    package init(parsing text: String) throws(SceneError) {
        var reader = SceneReader()
        try reader.read(text)
        self = reader.scene
    }
}
