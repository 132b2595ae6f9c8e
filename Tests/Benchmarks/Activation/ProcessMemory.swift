/// What a process has in memory, in bytes, as the kernel counts it (proc_pid_smaps(5)).
struct ProcessMemory {
    /// All of it.
    var resident: Int
    /// What is shared with others divided by their number.
    var proportional: Int
    /// What nobody else has: its own data, and pages of files that nobody else has mapped.
    var own: Int
    /// What it has written.
    var dirty: Int

    init?(of process: Int32) {
        let lines = SmallFile.text("/proc/\(process)/smaps_rollup").split(separator: "\n")
        func bytes(_ field: String) -> Int? {
            guard let line = lines.first(where: { $0.hasPrefix("\(field):") }) else { return nil }
            return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        guard let resident = bytes("Rss"), let proportional = bytes("Pss"), let dirty = bytes("Private_Dirty"),
            let clean = bytes("Private_Clean")
        else { return nil }
        self.resident = resident
        self.proportional = proportional
        self.dirty = dirty
        own = dirty + clean
    }
}
