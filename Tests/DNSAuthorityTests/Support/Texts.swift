import DNSCore
import Testing

/// A name that is written correctly.
func name(_ text: String) -> DomainName {
    guard let name = try? DomainName(text) else {
        Issue.record("\(text) is no name")
        return .root
    }
    return name
}

/// `OWNER TTL TYPE DATA`
func record(_ text: String, in apex: DomainName) throws -> ResourceRecord {
    let words = text.split(separator: " ", maxSplits: 3)
    try #require(words.count == 4)
    let type = try #require(RecordType(String(words[2])))
    let owner = words[0] == "@" ? apex : try DomainName(words[0], origin: apex)
    return ResourceRecord(
        name: owner, ttl: try #require(UInt32(words[1])),
        data: try RecordData(type: type, text: words[3], origin: apex))
}

/// The same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
