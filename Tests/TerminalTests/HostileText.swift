/// The same numbers in every run (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension FixedRandom {
    private static let nasty: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0x00...0x1F, 0x7F...0xA0, 0x300...0x36F, 0x200B...0x200F, 0x2028...0x202F, 0x2060...0x206F,
        0x1F1E6...0x1F1FF, 0x1F3FB...0x1F469, 0xFE00...0xFE0F, 0x900...0x97F, 0x1100...0x11FF, 0x4E00...0x4E20,
        0xAC00...0xAC20, 0xE000...0xE010, 0x2500...0x28FF, 0xE0020...0xE007F, 0x600...0x6FF, 0x10FFF0...0x10FFFF,
    ]

    /// Text that mixes plain letters with everything that is hard to draw.
    mutating func hostileText(length: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...length, using: &self) {
            let range = Self.nasty[Int.random(in: 0..<Self.nasty.count, using: &self)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
