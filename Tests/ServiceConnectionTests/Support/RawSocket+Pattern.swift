extension RawSocket {
    /// Says so many blocks, and hears all that comes back, at the same time.
    /// - Returns: how many bytes were said, and whether the same have come back: ten million numbers are not to be printed.
    func echo(blocks: Int) async throws -> (count: Int, isSame: Bool) {
        // The length of a block is a prime: what is out of order does not look right.
        let block = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        let pattern = Array(repeatElement(block, count: blocks).joined())
        async let sent: Void = onThread {
            try self.say(pattern)
            self.endSaying()
        }
        let heard = try await onThread { try self.hearAll() }
        try await sent
        return (pattern.count, heard == pattern)
    }
}
