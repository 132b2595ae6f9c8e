import CBenchmarks
import Glibc

/// What a program took from its start to its end, as the kernel counts it for the whole process.
struct MeasuredRun: Sendable {
    /// Seconds; a millisecond of them is the shell's that starts it.
    var wall: Double
    /// Seconds, user and system.
    var processor: Double
    /// The largest resident set, in bytes.
    var peak: Int

    /// Runs a program to its end.
    ///
    /// Until it executes its program a new process counts the memory of its parent as its own, and never forgets it: so
    /// a shell, which is small, starts this one and leaves it to us.
    static func of(_ command: [String], output: String = "/dev/null") throws(BenchmarkError) -> MeasuredRun {
        benchmark_adopt_orphans()
        var spawn = Spawn(["/bin/sh", "-c", "\"$@\" &", "sh"] + command, input: "/dev/null", output: output)
        spawn.errors = "/dev/null"
        spawn.place = .ownGroup
        let started = Clock.now
        let shell = try spawn.start()
        var status: Int32 = 0
        var usage = rusage()
        // Only once the shell has ended is its child one of ours.
        guard waitpid(shell, &status, 0) == shell, wait4(-shell, &status, 0, &usage) > 0 else {
            throw BenchmarkError("waiting for \(command[0]): \(String(cString: strerror(errno)))")
        }
        let wall = Clock.now - started
        guard status == 0 else {
            throw BenchmarkError("\(command.joined(separator: " ")): ended with status \(status >> 8)")
        }
        return MeasuredRun(
            wall: wall, processor: usage.ru_utime.seconds + usage.ru_stime.seconds, peak: usage.ru_maxrss * 1024)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
