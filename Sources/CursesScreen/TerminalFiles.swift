import CNCurses
import Glibc

/// The terminal's descriptors, each a copy of our own: closing one off does not touch the process's.
final class TerminalFiles {
    let input: UnsafeMutablePointer<FILE>
    let output: UnsafeMutablePointer<FILE>
    /// For restoring the terminal after `output` was closed off.
    let guardDescriptor: CInt

    init(_ options: ScreenOptions) throws(ScreenError) {
        let copies = [options.input, options.output, options.output].map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
        guard !copies.contains(-1), let input = fdopen(copies[0], "r"), let output = fdopen(copies[1], "w") else {
            let error = errno
            for copy in copies where copy >= 0 { close(copy) }
            throw .system(call: "dup", errno: error)
        }
        self.input = input
        self.output = output
        guardDescriptor = copies[2]
    }

    deinit {
        fclose(input)
        fclose(output)
        close(guardDescriptor)
    }

    var inputDescriptor: CInt { fileno(input) }
    var outputDescriptor: CInt { fileno(output) }

    /// Past ncurses, whose own buffer is empty between two updates.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    outputDescriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
