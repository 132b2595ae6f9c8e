import Configuration
import ServiceActivation
import ServiceSupervision

/// The systemd unit of a `svctop activate` as it was typed.
struct ActivationUnit {
    let text: String

    /// - Parameter control: where the user says that its control socket lies.
    init(_ settings: ActivationSettings, name: String, control: String?) throws(Failure) {
        let user = OwnCommand.user
        // Root's folder is nobody else's: who finds it that of a user does not trust it.
        let usual = user.map { "svctop-\($0)" } ?? "svctop"
        let folder = control.map(Self.runtimeFolder) ?? usual
        let place = user == nil || control != nil ? [] : ["--control", "/run/\(usual)/\(name).sock"]
        var unit = SystemdUnit(
            description: "\(settings.services.map(\.name).joined(separator: ", ")), by svctop activate",
            command: [try OwnCommand.path] + OwnCommand.arguments(without: "--print-unit", adding: place),
            folder: try OwnCommand.folder, user: user, restart: .onFailure,
            // Until the server has answered, or has been given up for the moment.
            startTimeout: .seconds(90),
            stopTimeout: (settings.services.map(\.stopTimeout).max() ?? .zero) + .seconds(10))
        unit.reload = ["/bin/kill", "-HUP", "$MAINPID"]
        unit.runtimeFolder = folder
        if user != nil, settings.services.contains(where: \.wantsPrivilegedPort) {
            unit.capabilities = ["CAP_NET_BIND_SERVICE"]
        }
        text = unit.text
    }

    /// `web` for `/run/web/control.sock`; nil for what lies elsewhere.
    private static func runtimeFolder(of path: String) -> String? {
        let parts = path.split(separator: "/")
        return path.hasPrefix("/run/") && parts.count == 3 ? String(parts[1]) : nil
    }
}
