import Configuration
import DNSCore
import ServiceCatalog
import Testing

/// `[identity.*]` and `[probe.services.*]`.
@Suite struct ServiceSettingsTests {
    private static let pin = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I="

    @Test func whoHasToAnswer() throws {
        let settings = try ConfigurationFixture().settings(
            """
            [identity."_http._tcp.web.svc.internal"]
            uid = 1000
            [identity."_x._tcp.svc.internal."]
            uid = [1, 2]
            pin = "\(Self.pin)"
            certificate-name = true
            """)
        #expect(
            settings.identities.map(\.name.description) == ["_http._tcp.web.svc.internal.", "_x._tcp.svc.internal."])
        let pin = try #require(CertificatePin(Self.pin))
        #expect(
            settings.identities.map(\.identity) == [
                Identity(users: [1000]), Identity(users: [1, 2], pins: [pin], checksName: true),
            ])
    }

    @Test func howServicesAreAsked() throws {
        let settings = try ConfigurationFixture().settings(
            """
            [probe]
            interval = "3s"
            [probe.services."_HTTP._tcp"]
            method = "http"
            path = "/health"
            status = 204
            [probe.services."_grpc._tcp"]
            method = "grpc"
            [probe.services."_x._tcp"]
            status = "200-299"
            """)
        #expect(settings.serviceProbes.map(\.service) == ["_http._tcp", "_grpc._tcp", "_x._tcp"])
        #expect(
            settings.serviceProbes.map(\.wish) == [
                ProbeWish(method: .http, path: "/health", statuses: 204...204), ProbeWish(method: .grpc),
                ProbeWish(statuses: 200...299),
            ])
        #expect(settings.probeInterval.value == .seconds(3))
        let listing = SettingsListing(settings).description
        #expect(listing.contains("[probe.services.\"_http._tcp\"]"))
        #expect(listing.contains("status = \"204-204\""))
        #expect(
            try ConfigurationFixture().settings(listing).serviceProbes.map(\.wish) == settings.serviceProbes.map(\.wish)
        )
    }

    @Test(
        arguments: [
            ("[identity.\"a\"]\n", "config.toml:1: [identity.a] says nothing: give `uid`, `pin` or `certificate-name`"),
            (
                "[identity.a]\nuid = -1\n",
                "config.toml:2: `uid` in [identity.a] must be between 0 and 4294967294, not [-1]"
            ),
            ("[identity.\"a..b\"]\nuid = 1\n", "config.toml:1: \"a..b\" is no service's name"),
            (
                "[probe.services.http]\nmethod = \"http\"\n",
                "config.toml:1: \"http\" is no service over TCP: write \"_http._tcp\", in quotes"
            ),
            (
                "[probe.services.\"_http._tcp\"]\nmethod = \"ftp\"\n",
                "config.toml:2: `method` in [probe.services.\"_http._tcp\"] must be \"tcp\", \"tls\", \"http\", \"https\", \"grpc\" or \"none\", not \"ftp\""
            ),
            (
                "[probe.services.\"_http._tcp\"]\npath = \"health\"\n",
                "config.toml:2: `path` in [probe.services.\"_http._tcp\"] must be a path like \"/health\", without blanks, not \"health\""
            ),
            (
                "[probe.services.\"_http._tcp\"]\nstatus = \"2xx\"\n",
                "config.toml:2: `status` in [probe.services.\"_http._tcp\"] must be an HTTP status like 200, or a range like \"200-299\", not \"2xx\""
            ),
        ])
    func aMistakeIsOneErrorThatHelps(text: String, complaint: String) throws {
        #expect(try ConfigurationFixture().complaint(text) == complaint)
    }
}
