import DNSCore
import ServiceCatalog
import ServiceMonitor
import ServiceProbing

/// A zone whose endpoints answer one probe and refuse the next, each in its turn: of those probed every ten seconds a tenth
/// changes its state every second.
struct ChurningWorld: RehearsedWorld {
    static let instancesPerService = 8

    let apex: DomainName
    let records: [ResourceRecord]

    init(instances: Int) throws {
        apex = try DomainName("churn.test.")
        var records: [ResourceRecord] = []
        records.reserveCapacity(instances * 2)
        for number in 0..<instances {
            let host = try DomainName("h\(number)", origin: apex)
            let service = try DomainName("_s\(number / Self.instancesPerService)._tcp", origin: apex)
            let location = ServiceLocation(
                priority: UInt16(number % 2), weight: 10, port: UInt16(1024 + number % 50_000), target: host)
            records.append(ResourceRecord(name: service, ttl: 60, data: .srv(location)))
            let address = IPv4Address(rawValue: 127 << 24 | UInt32(number / 50_000 + 1))
            records.append(ResourceRecord(name: host, ttl: 60, data: .a(address)))
        }
        self.records = records
    }

    func answer(of endpoint: Endpoint, at now: Timestamp) -> RehearsedAnswer {
        let turn = now.nanoseconds / 10_000_000_000 + Int64(endpoint.port)
        return RehearsedAnswer(failure: turn % 2 == 0 ? .none : .refused, after: .microseconds(300))
    }

    func addresses(of name: DomainName) -> [IPAddress]? { [] }

    func standIns(at now: Timestamp) -> StandInPicture { StandInPicture() }

    func process(at endpoint: Endpoint) -> PeerProcess { PeerProcess() }

    var soa: StartOfAuthority {
        StartOfAuthority(
            primary: apex, mailbox: apex, serial: Serial(rawValue: 1), refresh: 3600, retry: 600, expire: 86_400,
            minimum: 60)
    }
}
