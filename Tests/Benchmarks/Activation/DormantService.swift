/// The answering service, as a stand-in is configured with it.
struct DormantService {
    var name: String
    var port: UInt16
    /// Whether the stand-in accepts.
    var accept: Bool
    var wake: String

    init(_ name: String, port: UInt16, accept: Bool, wake: String) {
        self.name = name
        self.port = port
        self.accept = accept
        self.wake = wake
    }

    /// A configuration of all of them.
    static func configuration(_ services: [DormantService], control: String, registering: Registering? = nil) -> String
    {
        var text = "[activation]\ncontrol = \"\(control)\"\n"
        if let registering {
            text += "\n[service]\nserver = \"\(registering.server)\"\nkey-file = \"\(registering.keyFile)\"\n"
        }
        return text + services.map { $0.tables(in: registering?.zone) }.joined()
    }

    /// Where the names are registered.
    struct Registering {
        var server: String
        var keyFile: String
        var zone: String
    }

    private func tables(in zone: String?) -> String {
        let place = zone.map { "name = \"_http._tcp.\(name).\($0)\"\nport" } ?? "tcp"
        return """

            [services.\(name)]
            command = ["\(Programs.answering)"]
            accept = "\(accept ? "yes" : "no")"
            wake = "\(wake)"
            burst = 1000

            [services.\(name).sockets.main]
            \(place) = \(port)
            listen = ["127.0.0.1"]

            """
    }
}
