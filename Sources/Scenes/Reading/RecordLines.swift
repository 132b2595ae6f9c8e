import DNSCore

/// Records as master files write them (RFC 1035 section 5.1), one a line: `OWNER [TTL] [IN] TYPE RDATA`, with `$TTL` and
/// BIND's `$GENERATE 1-9 web$ A 10.0.0.$`.
struct RecordLines {
    let origin: DomainName
    private var ttl: UInt32 = 60
    private(set) var records: [ResourceRecord] = []

    static let limit = 200_000

    init(origin: DomainName) { self.origin = origin }

    mutating func read(_ line: SceneLine) throws(SceneError) {
        var line = line
        if line.take("$TTL") {
            ttl = try line.number("a TTL", 0...0x7FFF_FFFF)
            try line.end()
        } else if line.take("$GENERATE") {
            let numbers = try Self.numbers(&line)
            let pattern = try line.text("a record with $ in it")
            for number in numbers { try append(SceneLine(line.generated(pattern, number)[...], number: line.number)) }
        } else {
            try append(line)
        }
    }

    private mutating func append(_ line: SceneLine) throws(SceneError) {
        guard records.count < Self.limit else { throw line.error("more than \(Self.limit) records") }
        let record = try record(line)
        guard record.type != .soa else { throw line.error("the SOA record is made from the zone's `serial`") }
        records.append(record)
    }

    /// One record.
    func record(_ line: SceneLine) throws(SceneError) -> ResourceRecord {
        var line = line
        let name = try name(&line)
        var ttl = ttl
        var word = try line.word("a type")
        if let own = UInt32(word) {
            guard own <= 0x7FFF_FFFF else { throw line.error("\(own) is no TTL: at most 2147483647 seconds") }
            ttl = own
            word = try line.word("a type")
        }
        if word.uppercased() == "IN" { word = try line.word("a type") }
        let type = try type(word, line)
        return ResourceRecord(name: name, ttl: ttl, data: try data(of: type, try line.text("data of \(type)"), line))
    }

    /// `NAME TYPE [RDATA]`: a record, or a whole RRset.
    func deletion(_ line: SceneLine) throws(SceneError) -> ZoneChange.Deletion {
        var line = line
        let name = try name(&line)
        let type = try type(try line.word("a type"), line)
        let data = line.isEmpty ? nil : try data(of: type, try line.text("data"), line)
        return ZoneChange.Deletion(line: line.number, name: name, type: type, data: data)
    }

    private func name(_ line: inout SceneLine) throws(SceneError) -> DomainName {
        let word = try line.word("a name")
        do throws(NameError) { return try DomainName(word, origin: origin) } catch {
            throw line.error("\"\(word)\": \(error)")
        }
    }

    private func type(_ word: String, _ line: SceneLine) throws(SceneError) -> RecordType {
        guard let type = RecordType(word) else {
            throw line.error("\"\(word)\" is no type of record: write NAME [TTL] TYPE DATA")
        }
        return type
    }

    private func data(of type: RecordType, _ text: String, _ line: SceneLine) throws(SceneError) -> RecordData {
        do throws(RecordTextError) { return try RecordData(type: type, text: text, origin: origin) } catch {
            throw line.error("\(type): \(error.fault)")
        }
    }
}

// MARK: - $GENERATE

extension RecordLines {
    /// `1-9` or `1-9/2`
    private static func numbers(_ line: inout SceneLine) throws(SceneError) -> [Int] {
        let word = try line.word("a range")
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = parts[0].split(separator: "-").compactMap { UInt16($0) }
        let step = parts.count > 1 ? UInt16(parts[1]) ?? 0 : 1
        guard ends.count == 2, ends[0] <= ends[1], step > 0 else {
            throw line.error("\"\(word)\" is no range: write 1-9, or 1-9/2 for every second, up to 65535")
        }
        return Array(stride(from: Int(ends[0]), through: Int(ends[1]), by: Int(step)))
    }
}

extension SceneLine {
    /// A pattern with `$`, or `${offset,width}`, replaced by the number.
    fileprivate func generated(_ pattern: String, _ number: Int) -> String {
        var text = ""
        var rest = pattern[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
                text += String(number)
                continue
            }
            let fields = rest[rest.index(after: rest.startIndex)..<end].split(separator: ",").map { Int32($0) ?? 0 }
            let digits = String(number + Int(fields.first ?? 0))
            let width = fields.count > 1 ? min(Int(fields[1]), 20) : 0
            text += String(repeating: "0", count: max(0, width - digits.count)) + digits
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
