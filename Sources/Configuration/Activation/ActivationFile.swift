import TOML

/// A file that says which services start when they are used.
///
/// ```toml
/// [service]                                   # what all have in common, as in the file of `svctop run`
/// server = "ns1.svc.internal"
/// key-file = "web.key"
///
/// [activation]
/// control = "/run/svctop/web.sock"
///
/// [services.web]
/// command = ["/usr/bin/gunicorn", "app:app"]
/// user = "www-data"
///
/// [services.web.sockets.http]
/// name = "_http._tcp.web.svc.internal"
/// ```
package enum ActivationFile {
    /// Reads it; what others could change is refused, since it says what we run, and as whom.
    /// - Parameter environment: our own.
    package static func read(
        _ path: String, environment: [String: String]
    ) throws(FileError) -> ActivationSettings {
        let (members, isReadableByAll) = try TOMLDocument.load(path, isTrusted: true)
        var reader = ActivationReader(file: path, environment: environment)
        var settings = reader.read(members)
        if let mistake = reader.firstMistake { throw mistake }
        settings.registration.warnings = reader.registration.warnings(isReadableByAll: isReadableByAll)
        return settings
    }

    /// Only where its stand-in is asked; nil for the usual place.
    package static func control(_ path: String) throws(FileError) -> String? {
        let (members, _) = try TOMLDocument.load(path)
        var reader = ActivationReader(file: path, environment: [:])
        var settings = ActivationSettings()
        reader.readControl(members["activation"], into: &settings)
        if let mistake = reader.firstMistake { throw mistake }
        return settings.control
    }
}
