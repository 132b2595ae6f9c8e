import CPlatform
import Glibc

/// A program on a pseudo terminal of 120 columns and 40 rows, and the moments at which it writes.
final class TerminalSession {
    struct Burst {
        /// When the first of it came, and the last.
        var began: Double
        var ended: Double
        var bytes: Int
    }

    let process: pid_t
    private(set) var isOpen = true
    /// Of all that it has written.
    private(set) var byteCount = 0
    private let master: Int32
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    /// The end of what has come: for what was cut in two.
    private var tail: [UInt8] = []
    /// Texts that are waited for.
    private var awaited: [String] = []
    private var seen: [String: Double] = [:]
    /// Whether the program wants the cursor keys as an application does (DECCKM).
    private var hasApplicationKeys = false

    /// A redraw is over when nothing has come for so long.
    static let silence = 0.02

    init(_ command: [String]) throws(BenchmarkError) {
        var slave: Int32 = -1
        var master: Int32 = -1
        guard platform_pty_open(&master, &slave, 40, 120) == 0, let path = ttyname(slave) else {
            throw BenchmarkError("no pseudo terminal: \(String(cString: strerror(errno)))")
        }
        defer { close(slave) }
        var spawn = Spawn(command, input: String(cString: path))
        spawn.place = .ownSession
        spawn.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"]
        self.master = master
        do {
            process = try spawn.start()
        } catch {
            close(master)
            throw error
        }
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        close(master)
    }

    /// Waits for a first byte until a time, then until the program is silent. Nil when none came.
    func burst(startingBy time: Double) -> Burst? {
        guard let first = read(until: time), first > 0 else { return nil }
        var burst = Burst(began: Clock.now, ended: Clock.now, bytes: first)
        while let count = read(until: burst.ended + Self.silence), count > 0 {
            burst.ended = Clock.now
            burst.bytes += count
        }
        return burst
    }

    /// Reads away what comes until a time, and what has come by then.
    func drain(until time: Double) {
        while isOpen, Clock.now < time { _ = burst(startingBy: time) }
        while let count = read(until: 0), count > 0 {}
    }

    /// From now on, notes when the program first writes a text. Only what it writes at one go, without moving the cursor in
    /// between, is found.
    func expect(_ text: String) {
        awaited.append(text)
        seen[text] = nil
    }

    /// When an awaited text came; nil when it has not by a time.
    func wait(for text: String, until time: Double) -> Double? {
        while seen[text] == nil, isOpen, let count = read(until: time), count > 0 {}
        return seen[text]
    }

    /// The number of bytes of one read; 0 when the program has closed its end, nil when there are none until a time.
    private func read(until time: Double) -> Int? {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        // Rounded up, so that the last moment is not spent in a loop.
        let milliseconds = Int32(max(0, ((time - Clock.now) * 1000).rounded(.up)))
        guard poll(&descriptor, 1, milliseconds) > 0 else { return nil }
        let count = Glibc.read(master, &chunk, chunk.count)
        guard count > 0 else {
            isOpen = false
            return 0
        }
        byteCount += count
        tail = tail.suffix(64) + chunk[..<count]
        if tail.contains(Array("\u{1B}[?1h".utf8)) { hasApplicationKeys = true }
        for text in awaited where tail.contains(Array(text.utf8)) { seen[text] = Clock.now }
        awaited.removeAll { seen[$0] != nil }
        return count
    }

    func send(_ key: TerminalKey) {
        let bytes = key.bytes(asApplication: hasApplicationKeys)
        _ = write(master, bytes, bytes.count)
    }

    /// Asks the program to end, by its key, and waits for that.
    func quit() {
        send(.character("q"))
        let deadline = Clock.now + 3
        while isOpen, Clock.now < deadline { _ = read(until: deadline) }
    }

    /// The resident set in bytes, now and at its largest.
    var memory: (now: Int, peak: Int) {
        let lines = SmallFile.text("/proc/\(process)/status").split(separator: "\n")
        let kibibytes = { (name: String) in
            lines.first { $0.hasPrefix(name) }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        }
        return (kibibytes("VmRSS:") * 1024, kibibytes("VmHWM:") * 1024)
    }
}

enum TerminalKey {
    case up
    case down
    case character(Character)

    fileprivate func bytes(asApplication: Bool) -> [UInt8] {
        switch self {
        case .up: Array((asApplication ? "\u{1B}OA" : "\u{1B}[A").utf8)
        case .down: Array((asApplication ? "\u{1B}OB" : "\u{1B}[B").utf8)
        case .character(let character): Array(String(character).utf8)
        }
    }
}
