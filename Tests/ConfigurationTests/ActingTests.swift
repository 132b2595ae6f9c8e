import Configuration
import DNSClient
import DNSCore
import Testing

@Suite("What may be changed, where updates go, and with which keys")
struct ActingTests {
    private static let file = """
        [acting]
        read-only = true

        [zones."svc.example"]
        servers = ["127.0.0.1:5301", "replica"]
        primary = "hidden"
        context = "prod"

        [zones."lab.example"]
        servers = "127.0.0.1:5303"
        context = "Lab"

        [servers.replica]
        address = "127.0.0.1:5302"

        [servers.hidden]
        address = "127.0.0.1:5300"
        key = "whole"

        [keys.web]
        secret = "\(secret)"
        names = ["_http._tcp.web.svc.example", "*.svc.example"]

        [keys.other]
        secret = "\(secret)"
        names = "*.other.example"

        [keys.zone]
        secret = "\(secret)"
        zones = "example"

        [keys.whole]
        secret = "\(secret)"
        """

    @Test func keysAreChosenByScope() throws {
        let plans = try ConfigurationFixture().settings(Self.file).actingPlans
        #expect(plans[0].keys.map(\.key.name.description) == ["web.", "zone.", "whole."])
        #expect(plans[0].keys.map(\.zoneLabels) == [0, 1, 0])
        #expect(plans[0].keys[0].names.map(\.description) == ["_http._tcp.web.svc.example.", "*.svc.example."])
        #expect(plans[1].keys.map(\.key.name.description) == ["zone."])
    }

    @Test func aKeyOfTheCommandLineIsForEverything() throws {
        var settings = try ConfigurationFixture().settings(Self.file)
        var overrides = Overrides()
        overrides.key = "mine:\(secret)"
        try settings.apply(overrides)
        #expect(settings.actingPlans.map { $0.keys.map(\.key.name.description) } == [["mine."], ["mine."]])
        #expect(settings.actingPlans.allSatisfy { $0.keys.allSatisfy(\.names.isEmpty) })
    }

    @Test func thePrimaryIsAServerOfTheFileOrAnAddress() throws {
        let plans = try ConfigurationFixture().settings(Self.file).actingPlans
        #expect(plans[0].primary?.description == "127.0.0.1:5300")
        #expect(plans[1].primary == nil)
        let text = Self.file.replacing("primary = \"hidden\"", with: "primary = \"127.0.0.1:9\"")
        #expect(try ConfigurationFixture().settings(text).actingPlans[0].primary?.description == "127.0.0.1:9")
        #expect(
            try ConfigurationFixture().complaint(
                Self.file.replacing("primary = \"hidden\"", with: "primary = \"hiden\""))
                == "config.toml:6: `primary` in [zones.\"svc.example\"]: there is no [servers.hiden]; did you mean `hidden`?"
        )
    }

    @Test func prodAndProductionAreProduction() throws {
        let plans = try ConfigurationFixture().settings(Self.file).actingPlans
        #expect(plans.map(\.context) == ["prod", "Lab"])
        #expect(plans.map(\.isProduction) == [true, false])
        let text = Self.file.replacing("\"Lab\"", with: "\"Production\"")
        #expect(try ConfigurationFixture().settings(text).actingPlans[1].isProduction)
    }

    @Test func readOnlyIsSaidByFileOrCommandLine() throws {
        #expect(try ConfigurationFixture().settings(Self.file).isReadOnly.value)
        var settings = Settings()
        #expect(!settings.isReadOnly.value)
        var overrides = Overrides()
        overrides.isReadOnly = true
        try settings.apply(overrides)
        #expect(settings.isReadOnly.value)
    }

    @Test func allOfItIsListed() throws {
        let listing = SettingsListing(try ConfigurationFixture().settings(Self.file)).description
        for line in [
            "[acting]\nread-only = true", "primary = \"hidden\"", "context = \"prod\"",
            "names = [\"_http._tcp.web.svc.example.\", \"*.svc.example.\"]",
        ] {
            #expect(listing.contains(line), "\(line)")
        }
    }
}
