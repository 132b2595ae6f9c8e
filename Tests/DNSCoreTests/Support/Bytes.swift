@testable import DNSCore

extension [UInt8] {
    /// From hexadecimal digits; anything else between them is passed over.
    init(hex: some StringProtocol) {
        let digits = hex.compactMap(\.hexDigitValue)
        self.init(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    var hex: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Numbers that are the same in every run (splitmix64).
struct FixedSeed: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A message written by hand, right or wrong as the test wants it.
struct RawMessage {
    var id: UInt16 = 0x1234
    var flags: UInt16 = 0
    var question: Question?
    var answers: [RawRecord] = []
    var authorities: [RawRecord] = []
    var additionals: [RawRecord] = []
    var compresses = true

    var bytes: [UInt8] {
        var writer = WireWriter()
        writer.write(id)
        writer.write(flags)
        for count in [question == nil ? 0 : 1, answers.count, authorities.count, additionals.count] {
            writer.write(UInt16(count))
        }
        if let question {
            write(question.name, to: &writer)
            writer.write(question.type.rawValue)
            writer.write(question.recordClass.rawValue)
        }
        for record in answers + authorities + additionals {
            write(record.name, to: &writer)
            writer.write(record.type.rawValue)
            writer.write(record.recordClass.rawValue)
            writer.write(record.ttl)
            writer.write(UInt16(record.rdata.count))
            writer.write(record.rdata)
        }
        return writer.bytes
    }

    private func write(_ name: DomainName, to writer: inout WireWriter) {
        if compresses { writer.writeCompressed(name) } else { writer.write(name) }
    }
}

struct RawRecord: Hashable {
    var name: DomainName
    var type: RecordType
    var recordClass: RecordClass = .in
    var ttl: UInt32 = 60
    var rdata: [UInt8] = []
}
