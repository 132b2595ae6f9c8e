/// The latest probes of one address in 64 bytes: how long each took, or why there was no answer, and how long after the one
/// before it came back. Round trips and times are kept to about 6 percent.
package struct RoundTripHistory: Sendable {
    package enum Result: Hashable, Sendable {
        /// After so many microseconds.
        case answered(UInt32)
        case lost(Reason)
    }

    package struct Sample: Hashable, Sendable {
        package var at: Timestamp
        package var result: Result
    }

    package static let capacity = 28

    /// Newest first. In the lower byte the result, 0 where there is none; in the upper one the milliseconds since the probe
    /// before.
    private var codes = InlineArray<28, UInt16>(repeating: 0)
    private var newestAt = Timestamp.distantPast

    package init() {}

    package mutating func append(_ observation: Observation) {
        var index = Self.capacity - 1
        while index > 0 {
            codes[index] = codes[index - 1]
            index -= 1
        }
        let pause = newestAt == .distantPast ? .zero : observation.at.duration(since: newestAt)
        let milliseconds = UInt32(clamping: Int64(pause / .milliseconds(1)))
        codes[0] = UInt16(CompactNumber.code(milliseconds)) << 8 | UInt16(Self.code(observation))
        newestAt = observation.at
    }

    /// Newest first.
    package var samples: [Sample] {
        var samples: [Sample] = []
        var at = newestAt
        for index in 0..<Self.capacity {
            guard let result = Self.result(UInt8(truncatingIfNeeded: codes[index])) else { break }
            samples.append(Sample(at: at, result: result))
            let pause = CompactNumber.value(UInt8(truncatingIfNeeded: codes[index] >> 8))
            at = at.advanced(by: .zero - .milliseconds(Int64(pause)))
        }
        return samples
    }

    /// Codes of round trips end here: at a quarter of an hour.
    private static let firstLoss: UInt8 = 224

    private static func code(_ observation: Observation) -> UInt8 {
        guard observation.answered else { return firstLoss + min(observation.failure.rawValue, 31) }
        return min(CompactNumber.code(max(1, observation.phases.total)), firstLoss - 1)
    }

    private static func result(_ code: UInt8) -> Result? {
        switch code {
        case 0: nil
        case firstLoss...: .lost(Reason(rawValue: code - firstLoss) ?? .timedOut)
        default: .answered(CompactNumber.value(code))
        }
    }
}
