import ArgumentParser
import Configuration
import DNSClient
import DNSCore
import ServiceConnection
import TOML

/// Whom to ask where a service is, and for how long.
struct LookupOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A DNS server that knows the service: an address, a name, or a label of the configuration. Others are asked when it does not answer.",
            valueName: "HOST[:PORT]"))
    var server: [String] = []

    @Option(help: ArgumentHelp("Give up after so long (30s), or `never`.", valueName: "DURATION"))
    var deadline: String?

    @Option(help: ArgumentHelp("Read this configuration file instead of the usual one.", valueName: "FILE"))
    var config: String?

    var policy: RetryPolicy {
        get throws(Failure) {
            var policy = RetryPolicy()
            guard let deadline else { return policy }
            guard deadline != "never" else {
                policy.deadline = nil
                return policy
            }
            policy.deadline = try duration(deadline, option: "--deadline")
            return policy
        }
    }

    /// Of the servers named, else those of the service's zone in the configuration, else of the system's resolver.
    func resolver(for service: DomainName) throws(Failure) -> ServiceResolver {
        do throws(FileError) {
            var settings = try ConfigurationFile.read(config)
            let zones = settings.zones.map(\.apex).filter { service.isEqualOrBelow($0) }
            let zone = zones.max { $0.labelCount < $1.labelCount }
            guard zone != nil || !server.isEmpty else { return ServiceResolver() }
            var overrides = Overrides()
            overrides.zones = ["\(zone ?? service.parent ?? service)"]
            overrides.servers = server
            try settings.apply(overrides)
            return ServiceResolver(servers: settings.plans.first?.servers ?? [])
        } catch {
            throw Failure(error.description, .usage)
        }
    }
}

/// A duration that is longer than nothing.
func duration(_ text: String, option: String) throws(Failure) -> Duration {
    guard let duration = DurationText.parse(text), duration > .zero, duration <= .seconds(86_400 * 365) else {
        throw Failure("\(option) must be a duration like \"10s\", \"500ms\" or \"2m\", not \"\(text)\"", .usage)
    }
    return duration
}

/// The name of a service that is connected to: absolute, with or without a dot at its end.
func serviceName(_ text: String) throws(Failure) -> DomainName {
    let name: DomainName
    do throws(NameError) {
        name = try DomainName(text)
    } catch {
        throw Failure("\(text) is no name of a service: \(error)", .usage)
    }
    guard !name.isRoot else { throw Failure("the root is no service", .usage) }
    guard !name.labels.contains(where: { $0.elementsEqual("_udp".utf8) }) else {
        throw Failure("\(text) is a service over UDP: only connections can be made", .usage)
    }
    return name
}
