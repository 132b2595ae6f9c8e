import CBenchmarks
import DNSCore
import ServiceCatalog
import ServiceProbing

/// Endpoints of 127.9/16, a hundred to an address, below the ports that the kernel takes.
enum LoopbackEndpoints {
    static func open(_ count: Int) -> [benchmark_endpoint] { endpoints(count, firstPort: 10_000) }

    /// Nobody listens there.
    static func closed(_ count: Int) -> [benchmark_endpoint] { endpoints(count, firstPort: 20_000) }

    private static func endpoints(_ count: Int, firstPort: UInt16) -> [benchmark_endpoint] {
        (0..<count).map {
            benchmark_endpoint(address: 0x7F09_0001 + UInt32($0 / 100), port: firstPort + UInt16($0 % 100))
        }
    }
}

extension ProbeTarget {
    init(_ id: Int, _ endpoint: benchmark_endpoint) {
        let address = IPAddress.v4(IPv4Address(rawValue: endpoint.address))
        self.init(
            id: UInt32(id), endpoint: Endpoint(address: address, port: endpoint.port, transport: .tcp),
            kind: .tcpConnect)
    }
}
