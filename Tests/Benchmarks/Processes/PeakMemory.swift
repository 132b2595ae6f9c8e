import Glibc

/// By how much a process grows from now on, at the most.
struct PeakMemory {
    private let folder: String
    private let before: Int?

    /// - Parameter process: nil for this one.
    init(of process: pid_t?) {
        folder = "/proc/\(process.map(String.init) ?? "self")"
        // The kernel forgets the largest resident set so far.
        let descriptor = open("\(folder)/clear_refs", O_WRONLY | O_CLOEXEC)
        let isReset = descriptor >= 0 && write(descriptor, "5", 1) == 1
        if descriptor >= 0 { close(descriptor) }
        before = isReset ? Self.bytes("VmRSS:", in: folder) : nil
    }

    /// Bytes; nil where the kernel does not tell.
    var growth: Int? {
        guard let before, let peak = Self.bytes("VmHWM:", in: folder) else { return nil }
        return max(0, peak - before)
    }

    private static func bytes(_ field: String, in folder: String) -> Int? {
        let line = SmallFile.text("\(folder)/status").split(separator: "\n").first { $0.hasPrefix(field) }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
