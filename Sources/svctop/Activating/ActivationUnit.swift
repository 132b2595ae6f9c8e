import Configuration
import ServiceActivation
import ServiceSupervision

/// The systemd unit of a `svctop activate` as it was typed.
struct ActivationUnit {
    let text: String

    /// - Parameter isPlaced: whether the user says where its control socket lies.
    init(_ settings: ActivationSettings, name: String, isPlaced: Bool) throws(Failure) {
        let user = OwnCommand.user
        // Root's folder is nobody else's: who finds it that of a user does not trust it.
        let folder = isPlaced ? nil : user.map { "svctop-\($0)" } ?? "svctop"
        let control = user == nil || isPlaced ? [] : ["--control", "/run/\(folder ?? "")/\(name).sock"]
        var unit = SystemdUnit(
            description: "\(settings.services.map(\.name).joined(separator: ", ")), by svctop activate",
            command: [try OwnCommand.path] + OwnCommand.arguments(without: "--print-unit", adding: control),
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
}
