import ServiceSupervision

/// The systemd unit of a `svctop run` as it was typed.
struct RunUnit {
    let text: String

    init(names: [String], supervision: SupervisionOptions) throws(Failure) {
        let rules = try supervision.rules(passing: .sockets, keepsRecords: false)
        let unit = SystemdUnit(
            description: "\(names.joined(separator: ", ")), by svctop run",
            command: [try OwnCommand.path] + OwnCommand.arguments(without: "--print-unit"),
            folder: try OwnCommand.folder, user: OwnCommand.user,
            // svctop itself, that is; it restarts the program by the same rule.
            restart: supervision.restart,
            // Until the server has answered, or has been given up for the moment.
            startTimeout: rules.startTimeout + .seconds(30),
            stopTimeout: rules.stopTimeout + .seconds(10))
        text = unit.text
    }
}
