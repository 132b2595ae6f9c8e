import CPlatform
import Glibc

extension Command {
    /// Runs in this process's place, as the same process. What is open here and not handed over is closed.
    /// - Returns: why not. Descriptors may have been closed by then: nothing is left but to end.
    package func become() -> SpawnError {
        var step: Int32 = 0
        var error: Int32 = 0
        _ = SpawnRequest.with(self) { request in
            withUnsafePointer(to: request) { platform_become($0, &step) }
            error = errno
            return -1
        }
        return SpawnError(step: step, errno: error, command: self)
    }
}
