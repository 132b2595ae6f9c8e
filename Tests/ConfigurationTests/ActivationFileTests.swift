import DNSClient
import DNSCore
import Glibc
import ServiceActivation
import ServiceRegistration
import ServiceSupervision
import TOML
import Testing

@testable import Configuration

@Suite("A file that says which services start when they are used")
struct ActivationFileTests {
    private let fixture: ConfigurationFixture
    private static let environment = ["LANG": "C.UTF-8", "TOKEN": "t", "SECRET": "s"]

    init() throws { fixture = try ConfigurationFixture() }

    private func read(_ content: String, mode: mode_t = 0o600) throws -> ActivationSettings {
        try ActivationFile.read(fixture.write(content, to: "web.toml", mode: mode), environment: Self.environment)
    }

    /// The one service of a file.
    private func service(_ lines: String, sockets: String = "[services.web.sockets.x]\ntcp = 80\n") throws
        -> ActivatedService
    {
        let content = "[services.web]\ncommand = [\"true\"]\n\(lines)\n\(sockets)"
        return try #require(try read(content).services.first)
    }

    /// What is said of a mistake, without the folder.
    private func complaint(_ content: String) throws -> String {
        let error = #expect(throws: FileError.self) { try read(content) }
        return (error?.description ?? "").replacing(fixture.folder + "/", with: "")
    }

    @Test("all that there is to say of a service")
    func everything() throws {
        let key = try TSIGKey(name: try DomainName("web"), secret: [1, 2, 3])
        _ = try fixture.write(key.keyFileText, to: "web.key")
        let settings = try read(
            """
            [service]
            server = "192.0.2.1:5300"
            target = "web1.svc.internal"
            [activation]
            control = "/run/svctop/web.sock"

            [services.web]
            command = ["/usr/bin/gunicorn", "app:app", ""]
            environment = { MODE = "live" }
            pass-environment = ["TOKEN", "NONE"]
            folder = "srv"
            key-file = "web.key"
            pass = "descriptors"
            wake = "data"
            ready = "notify"
            start-timeout = "20s"
            stop-timeout = "5s"
            idle-timeout = "5m"
            burst = 3
            suspension = "30s"
            open-files = 4096
            stored-descriptors = 4
            [services.web.sockets.http]
            name = "_http._tcp.web.svc.internal"
            port = 8080
            listen = ["127.0.0.1"]
            priority = 10
            txt = "path=/health"
            [services.web.sockets.admin]
            unix = "/run/web/admin.sock"
            mode = "0660"
            owner = "root"
            group = "0"
            datagram = true

            [services.ftp]
            command = ["ftpd"]
            accept = "yes"
            max-connections = 10
            max-connections-per-source = 2
            environment = ["A=b=c"]
            [services.ftp.sockets.ftp]
            tcp = 21
            """)
        #expect(settings.control == "/run/svctop/web.sock")
        #expect(settings.registration.servers.map(\.description) == ["192.0.2.1:5300"])
        let web = settings.services[0]
        #expect(web.name == "web" && web.program == "/usr/bin/gunicorn" && web.arguments == ["app:app", ""])
        #expect(web.folder == "\(fixture.folder)/srv" && web.user == nil)
        #expect(web.environment["MODE"] == "live" && web.environment["TOKEN"] == "t")
        #expect(
            web.acceptance == .byService && web.passing == .descriptors && web.wake == .data && web.ready == .notify)
        #expect(web.startTimeout == .seconds(20) && web.stopTimeout == .seconds(5) && web.idleTimeout == .seconds(300))
        #expect(web.limits.pacing.burst == 3 && web.limits.pacing.suspension == .seconds(30))
        #expect(web.limits.openFiles == 4096 && web.limits.storedDescriptors == 4)
        let (http, admin) = (web.sockets[0], web.sockets[1])
        #expect(http.place == .network(.tcp, port: 8080, addresses: [.v4(IPv4Address(rawValue: 0x7F00_0001))]))
        #expect(http.names.map { "\($0.owner)" } == ["_http._tcp.web.svc.internal."])
        #expect(http.names[0].key == key && http.names[0].priority == 10 && http.names[0].texts == ["path=/health"])
        #expect(
            admin.place
                == .local(
                    LocalSocketPlace(path: "/run/web/admin.sock", isDatagram: true, mode: 0o660, owner: 0, group: 0)))
        let ftp = settings.services[1]
        #expect(ftp.acceptance == .perConnection && ftp.passing == .stdio)
        #expect(ftp.limits.connections == 10 && ftp.limits.connectionsPerSource == 2)
        #expect(ftp.environment["A"] == "b=c")
    }

    @Test("a socket may have several names: with the same to say of each, or each with its own")
    func severalNames() throws {
        let list = try service(
            "", sockets: "[services.web.sockets.x]\nnames = [\"_a._tcp.x\", \"_b._tcp.x\"]\nweight = 7\n")
        #expect(list.sockets[0].names.map { "\($0.owner)" } == ["_a._tcp.x.", "_b._tcp.x."])
        #expect(list.sockets[0].names.map(\.weight) == [7, 7])
        let tables = try service(
            "",
            sockets: """
                [services.web.sockets.x]
                name = "_c._udp.x"
                weight = 7
                [services.web.sockets.x.names."_a._udp.x"]
                [services.web.sockets.x.names."_b._udp.x"]
                weight = 9
                instance = "Two"
                """)
        #expect(tables.sockets[0].names.map { "\($0.owner)" } == ["_c._udp.x.", "_a._udp.x.", "Two._b._udp.x."])
        #expect(tables.sockets[0].names.map(\.weight) == [7, 7, 9])
        #expect(tables.sockets[0].place == .network(.udp, port: nil, addresses: []))
    }

    @Test("a program's environment is what systemd would give it, and nothing of ours besides")
    func cleanEnvironment() throws {
        let plain = try service("")
        #expect(plain.environment["PATH"]?.hasPrefix("/usr/local/sbin:") == true)
        #expect(plain.environment["LANG"] == "C.UTF-8")
        #expect(plain.environment["SECRET"] == nil && plain.environment["TOKEN"] == nil)
        let user = try service("user = \"root\"\nenvironment = { SHELL = \"/bin/own\" }")
        #expect(user.environment["HOME"] == "/root" && user.environment["USER"] == "root")
        #expect(user.environment["LOGNAME"] == "root" && user.environment["SHELL"] == "/bin/own")
        #expect(user.user?.user == 0 && user.user?.group == 0)
    }

    @Test(
        "a mistake is told with its line",
        arguments: [
            ("[service]\n", "web.toml:1: there is no service: write [services.NAME]"),
            ("[servces.web]\n", "web.toml:1: there is no [servces] here; did you mean [services]?"),
            ("[activation]\ncontroll = \"x\"\n", "web.toml:2: unknown key `controll` in [activation]; did you mean"),
            ("[services.web]\n[services.web.sockets.x]\ntcp = 80\n", "web.toml:1: web has no `command`"),
            (
                "[services.web]\ncommand = \"gunicorn app\"\n",
                "web.toml:2: `command` in [services.web] must be a list of strings, the program and its arguments: "
                    + "[\"/usr/bin/gunicorn\", \"app:app\"], not \"gunicorn app\""
            ),
            ("[services.web]\ncommand = [\"x\"]\n", "web.toml:1: web has no socket"),
            ("[services.web]\nidle-timout = \"5s\"\n", "did you mean `idle-timeout`?"),
            (
                "[services.web]\naccept = true\n",
                "web.toml:2: `accept` in [services.web] must be \"no\" or \"yes\", not true"
            ),
            (
                "[services.web]\nenvironment = [\"A\"]\n",
                "web.toml:2: `environment` in [services.web] must be a table like"
            ),
            (
                "[services.web]\nstart-timeout = \"soon\"\n",
                "web.toml:2: `start-timeout` in [services.web] must be a duration"
            ),
            (
                "[services.web.socket.x]\n",
                "web.toml:1: unknown key `socket` in [services.web]; did you mean `sockets`?"
            ),
        ])
    func mistakes(_ content: String, _ message: String) throws {
        let text = try complaint(content)
        #expect(text.contains(message), "\(text)")
    }

    @Test(
        "what does not go together is told, and what would",
        arguments: [
            ("user = \"no-such-user\"", "tcp = 80", "web.toml:1: web: there is no user 'no-such-user'"),
            ("group = \"no-such-group\"", "tcp = 80", "web.toml:1: web: there is no group 'no-such-group'"),
            (
                "accept = \"yes\"", "udp = 53",
                "accept = \"yes\" is for connections, and there are none at its socket 'x'"
            ),
            ("accept = \"yes\"", "name = \"_d._udp.x\"", "accept = \"yes\" is for connections"),
            ("accept = \"yes\"\nidle-timeout = \"5s\"", "tcp = 80", "idle-timeout is for accept = \"no\""),
            ("accept = \"yes\"\nready = \"exec\"", "tcp = 80", "ready is for accept = \"no\""),
            ("max-connections = 5", "tcp = 80", "max-connections is for accept = \"yes\""),
            ("pass = \"stdio\"", "tcp = 80\n[services.web.sockets.y]\ntcp = 81", "pass = \"stdio\" is for one socket"),
            ("", "tcp = 80\nudp = 80", "web.toml:4: [services.web.sockets.x] is one socket: `tcp`, `udp` or `unix`"),
            ("", "port = 80", "[services.web.sockets.x] has no name: write `tcp` or `udp` in place of `port`"),
            ("", "tcp = 80\nname = \"_x._tcp.a\"", "has a name, which says what socket it is: write `port`"),
            ("", "", "has no place: give it a `name`, or `tcp`, `udp` or `unix`"),
            ("", "names = [\"_x._tcp.a\", \"_x._udp.a\"]", "_x._udp.a. takes a socket of its own, of udp"),
            ("", "name = \"web.a\"", "web.a. is no service's name: it has to begin like _http._tcp."),
            ("", "name = \"a..b\"", "\"a..b\" is no domain name"),
            (
                "", "unix = \"/x\"\nmode = \"rw\"",
                "`mode` in [services.web.sockets.x] must be an octal number in quotes"
            ),
            ("", "tcp = 80\nmode = \"0660\"", "`mode` in [services.web.sockets.x] is for a Unix socket: give `unix`"),
            ("", "unix = \"/x\"\nlisten = \"127.0.0.1\"", "`listen` is for addresses, and a Unix socket has none"),
            (
                "", "name = \"_x._tcp.a\"\ntxt = \"=x\"",
                "web.toml:6: `txt` in [services.web.sockets.x] must be a list, each KEY=VALUE of up to 255 bytes, not \"=x\""
            ),
            ("", "tcp = 0", "`tcp` in [services.web.sockets.x] must be between 1 and 65535, not 0"),
            (
                "", "name = \"_x._tcp.a\"\ntxt = \"activation=data\"",
                "svctop itself publishes \"activation=data\", by `wake`: take it out of `txt`"
            ),
            ("", "tcp = 80\n[services.web.sockets.\"y/z\"]\ntcp = 81", "\"y/z\" cannot name a socket of web"),
            ("", "tcp = 80\n[services.web.sockets.y]\ntcp = 80", "tcp port 80 is the place of web/x already"),
            (
                "", "name = \"_x._tcp.a\"\n[services.web.sockets.y]\nname = \"_X._tcp.a\"",
                "is the name of web/x already"
            ),
        ])
    func contradictions(_ lines: String, _ socket: String, _ message: String) throws {
        let text = try complaint(
            "[services.web]\ncommand = [\"true\"]\n\(lines)\n[services.web.sockets.x]\n\(socket)\n")
        #expect(text.contains(message), "\(text)")
    }

    @Test("a file that everyone can change is refused, for it says what we run")
    func openFile() throws {
        let content = "[services.web]\ncommand = [\"true\"]\n[services.web.sockets.x]\ntcp = 80\n"
        #expect(try read(content, mode: 0o644).services.count == 1)
        let error = #expect(throws: FileError.self) { try read(content, mode: 0o646) }
        let path = "\(fixture.folder)/web.toml"
        #expect(
            error?.description
                == "\(path) can be written by everyone, who could make svctop run anything: chmod o-w \(path)")
    }
}
