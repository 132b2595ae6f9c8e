import DNSClient
import DNSCore
import Glibc
import TOML
import Testing

@testable import Configuration

@Suite("A file that says what a service registers")
struct RegistrationFileTests {
    private let fixture: ConfigurationFixture
    private static let secret = "secret = \"c2VjcmV0\""

    init() throws { fixture = try ConfigurationFixture() }

    private func read(_ content: String, mode: mode_t = 0o600) throws -> RegistrationSettings {
        try RegistrationFile.read(try fixture.write(content, to: "web.toml", mode: mode))
    }

    /// What is said of a mistake, without the folder.
    private func complaint(_ content: String) throws -> String {
        let error = #expect(throws: FileError.self) { try read(content) }
        let text = try #require(error).description
        return text.firstRange(of: "web.toml").map { String(text[$0.lowerBound...]) } ?? text
    }

    @Test("all that there is")
    func everything() throws {
        let settings = try read(
            """
            [service]
            server = ["192.0.2.1:5300", "ns2"]
            key = "web"
            target = "web1.svc.internal"
            address = "192.0.2.7"
            listen = ["0.0.0.0", "::"]
            lease = "off"
            check = "1m"
            beside = true

            [names."_http._tcp.web.svc.internal"]
            label = "www"
            port = 8080
            priority = 10
            weight = 20
            ttl = 30
            txt = ["path=/health", "probe=http"]
            publish-pin = "web.pem"

            [names."_http._tcp.api.svc.internal"]
            key = "api"
            instance = "Api on web1"

            [keys.web]
            name = "_http._tcp.web.svc.internal"
            \(Self.secret)
            [keys.api]
            name = "_http._tcp.api.svc.internal"
            \(Self.secret)
            [servers.ns2]
            address = "192.0.2.2"
            tls = true
            """)
        #expect(settings.servers.map(\.description) == ["192.0.2.1:5300", "192.0.2.2"])
        #expect(settings.servers.map { $0.tls != nil } == [false, true])
        #expect(settings.target == (try DomainName("web1.svc.internal")))
        #expect(settings.addresses.map(\.description) == ["192.0.2.7"])
        #expect(settings.listening.map(\.description) == ["0.0.0.0", "::"])
        #expect(settings.lease == .some(nil))
        #expect(settings.checkInterval == .seconds(60))
        #expect(settings.isOneOfSeveral)
        let (web, api) = (settings.names[0], settings.names[1])
        #expect(web.label == "www" && web.port == 8080 && web.priority == 10 && web.weight == 20 && web.ttl == 30)
        #expect(web.texts == ["path=/health", "probe=http"])
        #expect(web.certificates == ["\(fixture.folder)/web.pem"])
        #expect(web.key?.name == web.service)
        #expect(api.key?.name == api.service)
        #expect(api.instance == "Api on web1")
    }

    @Test("a key can be in a file beside it; who can read the secret is warned of")
    func keyFile() throws {
        let key = try TSIGKey(name: try DomainName("web"), secret: [1, 2, 3])
        _ = try fixture.write(key.keyFileText, to: "web.key", mode: 0o644)
        let settings = try read("[service]\nkey-file = \"web.key\"\n[names.\"_x._tcp.a\"]\n")
        #expect(settings.names[0].key == key)
        #expect(settings.warnings.count == 1 && settings.warnings[0].contains("web.key can be read by everyone"))
        let inline = try read("[service]\nkey = \"web\"\n[keys.web]\n\(Self.secret)\n", mode: 0o644)
        #expect(inline.warnings.count == 1 && inline.warnings[0].contains("web.toml holds a secret"))
    }

    @Test(
        "a mistake is told with its line",
        arguments: [
            ("[service]\nsevrer = \"a\"\n", "web.toml:2: unknown key `sevrer` in [service]; did you mean `server`?"),
            ("[name.x]\n", "web.toml:1: there is no [name] here; did you mean [names]?"),
            (
                "[names.\"_x._tcp.a\"]\nport = 0\n",
                "web.toml:2: `port` in [names.\"_x._tcp.a\"] must be between 1 and 65535, not 0"
            ),
            (
                "[names.\"_x._tcp.a\"]\nkey = \"b\"\n",
                "web.toml:2: `key` in [names.\"_x._tcp.a\"]: there is no [keys.b]"
            ),
            (
                "[service]\nlease = \"soon\"\n",
                "web.toml:2: `lease` in [service] must be a duration like \"10s\", \"500ms\" or \"2m\", or \"off\", not \"soon\""
            ),
            (
                "[service]\naddress = \"192.0.2\"\n",
                "web.toml:2: `address` in [service] must be a list, each an IP address, not \"192.0.2\""
            ),
            ("[names.\"a..b\"]\n", "web.toml:1: \"a..b\" is no domain name"),
            ("[service]\nkey-file = \"none\"\n", "web.toml:2: `key-file` in [service]: "),
        ])
    func mistakes(_ content: String, _ message: String) throws {
        #expect(try complaint(content).hasPrefix(message))
    }
}
