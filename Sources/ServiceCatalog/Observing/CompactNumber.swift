/// A whole number in a byte, to about 6 percent: how many binary digits it has, and the first four of them.
enum CompactNumber {
    static func code(_ value: UInt32) -> UInt8 {
        guard value >= 8 else { return UInt8(value) }
        let shift = 28 - value.leadingZeroBitCount
        return UInt8(truncatingIfNeeded: shift + 1) * 8 + UInt8(truncatingIfNeeded: value >> shift) - 8
    }

    /// The middle of what the code stands for; as much as can be said of codes from 240 on.
    static func value(_ code: UInt8) -> UInt32 {
        guard code >= 8 else { return UInt32(code) }
        guard code < 240 else { return .max }
        let shift = UInt32(code / 8 - 1)
        return UInt32(8 + code % 8) << shift + (1 << shift) / 2
    }
}
