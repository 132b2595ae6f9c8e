import CPlatform
import Glibc
import Terminal
import Testing

@testable import CursesScreen

/// A terminal whose other end is in the test's hands.
final class PseudoTerminal: Sendable {
    /// The program's end.
    let descriptor: CInt
    private let master: CInt
    /// What the program has written, as it comes.
    private let chunks: AsyncStream<[UInt8]>
    private let unplugging: CInt

    init(rows: Int = 24, columns: Int = 80) throws {
        var master: CInt = -1
        var slave: CInt = -1
        try #require(platform_pty_open(&master, &slave, CInt(rows), CInt(columns)) == 0)
        self.master = master
        descriptor = slave
        let (chunks, continuation) = AsyncStream<[UInt8]>.makeStream()
        self.chunks = chunks
        unplugging = platform_wakeup_open()
        let reader = Reader(descriptor: master, unplugging: unplugging, continuation: continuation)
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, readAll, Unmanaged.passRetained(reader).toOpaque())
        try #require(result == 0)
        pthread_detach(thread)
    }

    deinit {
        unplug()
        close(descriptor)
    }

    /// What a closed window or a lost line looks like from the program's end.
    func unplug() { platform_wakeup_signal(unplugging) }

    /// Where another process opens it.
    var path: String {
        var buffer = [CChar](repeating: 0, count: 128)
        let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var modes: TerminalModes {
        var modes = termios()
        tcgetattr(descriptor, &modes)
        return TerminalModes(
            input: modes.c_iflag, output: modes.c_oflag, control: modes.c_cflag, local: modes.c_lflag)
    }

    func options(_ type: String, change: (inout ScreenOptions) -> Void = { _ in }) -> ScreenOptions {
        var options = ScreenOptions(
            terminalType: type, input: descriptor, output: descriptor, colour: .upTo(.rgb), repertoire: .unicode)
        change(&options)
        return options
    }

    func type(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(master, $0.baseAddress, $0.count) }
    }

    func resize(rows: Int, columns: Int) {
        platform_pty_resize(master, CInt(rows), CInt(columns))
    }

    /// What the program writes up to and with that text.
    func output(upTo end: String) async -> String {
        var bytes: [UInt8] = []
        let wanted = Array(end.utf8)
        for await chunk in chunks {
            bytes += chunk
            if contains(bytes.suffix(chunk.count + wanted.count), wanted) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func contains(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
    }
}

struct TerminalModes: Equatable {
    let input: tcflag_t
    let output: tcflag_t
    let control: tcflag_t
    let local: tcflag_t
}

private final class Reader: Sendable {
    private let descriptor: CInt
    private let unplugging: CInt
    private let continuation: AsyncStream<[UInt8]>.Continuation

    init(descriptor: CInt, unplugging: CInt, continuation: AsyncStream<[UInt8]>.Continuation) {
        self.descriptor = descriptor
        self.unplugging = unplugging
        self.continuation = continuation
    }

    func run() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var ends = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: unplugging, events: Int16(POLLIN), revents: 0),
            ]
            poll(&ends, 2, -1)
            if ends[1].revents != 0 { break }
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { break }
            continuation.yield(Array(buffer.prefix(count)))
        }
        close(descriptor)
        close(unplugging)
        continuation.finish()
    }
}

private let readAll: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    Unmanaged<Reader>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
