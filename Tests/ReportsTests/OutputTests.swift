import DNSCore
import Glibc
import Reports
import ServiceCatalog
import Testing

@Suite struct OutputTests {
    @Test func whatIsWrittenArrivesWhole() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let read = try writtenBytes { output in
            output.write(bytes)
            output.write("\u{1F600}" as StaticString)
            for byte in bytes.prefix(70_000) { output.write(byte) }
        }
        #expect(read == bytes + Array("\u{1F600}".utf8) + bytes.prefix(70_000))
    }

    /// `svctop list | head -1`
    @Test func aReaderThatGoesAwayEndsItQuietly() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        var output = Output(descriptor: ends[1])
        let wasOpen = output.isOpen
        output.write([UInt8](repeating: 0x61, count: 100_000))
        let isOpen = output.isOpen
        #expect(wasOpen && !isOpen)
        var error: OutputError?
        do throws(OutputError) { try output.finish() } catch let caught { error = caught }
        #expect(error == .readerGone)
    }

    @Test func aFullDiskIsAnError() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        var output = Output(descriptor: full)
        output.write("x")
        var error: OutputError?
        do throws(OutputError) { try output.finish() } catch let caught { error = caught }
        #expect(error == .failed(ENOSPC))
        #expect(error?.description == "No space left on device")
    }

    /// A reader that takes its time, on a descriptor that does not block.
    @Test func aPipeThatIsFullIsWaitedFor() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let reader = Task.detached {
            var total = 0
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = read(reading, &buffer, buffer.count), count > 0 { total += count }
            return total
        }
        var output = Output(descriptor: writing)
        output.write([UInt8](repeating: 0x61, count: 1 << 20))
        try output.finish()
        close(writing)
        #expect(await reader.value == 1 << 20)
        close(reading)
    }
}
