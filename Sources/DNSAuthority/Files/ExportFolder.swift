import Glibc
import SmallFiles

/// A folder that files for another server are written to. What is there already stays: nothing is overwritten.
package struct ExportFolder {
    /// From the root on, without links.
    package let path: String

    package struct Failure: Error, CustomStringConvertible {
        package let path: String
        package let reason: String

        package var description: String { "\(path): \(reason)" }

        init(_ failure: FileFailure) {
            path = failure.path
            reason =
                failure.isThere
                ? "is there already: export to an empty folder" : String(cString: strerror(failure.code))
        }
    }

    /// Makes the folder where it is missing.
    package init(_ path: String) throws(Failure) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Failure(FileFailure(path)) }
        guard let resolved = realpath(path, nil) else { throw Failure(FileFailure(path)) }
        defer { free(resolved) }
        self.path = String(cString: resolved)
    }

    package func write(_ files: [ExportedFile]) throws(Failure) {
        do throws(FileFailure) {
            for file in files {
                var output = try NewFile("\(path)/\(file.name)", mode: file.isSecret ? 0o600 : 0o644)
                file.write(to: &output)
                try output.finish()
            }
        } catch {
            throw Failure(error)
        }
    }
}
