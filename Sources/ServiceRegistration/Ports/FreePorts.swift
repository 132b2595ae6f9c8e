/// The ports that a service may settle on: none that the kernel gives to outgoing connections, none that is reserved.
struct FreePorts: Sendable {
    /// Those for dynamic use (RFC 6335 section 6) first, then those that are registered for others.
    private let pools: [[UInt16]]

    static let dynamic: ClosedRange<UInt16> = 49152...65535
    static let registered: ClosedRange<UInt16> = 1024...49151

    /// - Parameters:
    ///   - range: `ip_local_port_range`.
    ///   - reserved: `ip_local_reserved_ports`.
    init(range: String, reserved: String) {
        let words = range.split(whereSeparator: \.isWhitespace).compactMap { UInt16($0) }
        var taken = Self.ports(reserved)
        if words.count == 2, words[0] <= words[1] { taken.append(words[0]...words[1]) }
        pools = [Self.dynamic, Self.registered].map { pool in
            pool.filter { port in !taken.contains { $0.contains(port) } }
        }
    }

    /// As the kernel has them now.
    static func ofKernel() -> FreePorts {
        let folder = "/proc/sys/net/ipv4"
        return FreePorts(
            range: SystemFile.text("\(folder)/ip_local_port_range") ?? "32768 60999",
            reserved: SystemFile.text("\(folder)/ip_local_reserved_ports") ?? "")
    }

    /// Some ports to try, the same ones for the same name: a service whose record was lost comes back to its port, and two
    /// services rarely meet.
    func candidates(for name: String, count: Int = 64) -> [UInt16] {
        let start = Self.number(of: name)
        return pools.flatMap { pool in
            guard !pool.isEmpty else { return [] as [UInt16] }
            let first = Int(start % UInt64(pool.count))
            return (0..<min(count, pool.count)).map { pool[(first + $0) % pool.count] }
        }
    }

    /// FNV-1a, 64 bits.
    private static func number(of name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// `8080,9148-9150`
    private static func ports(_ text: String) -> [ClosedRange<UInt16>] {
        text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).compactMap { part in
            let ends = part.split(separator: "-").compactMap { UInt16($0) }
            guard let first = ends.first, let last = ends.last, first <= last, ends.count <= 2 else { return nil }
            return first...last
        }
    }
}
