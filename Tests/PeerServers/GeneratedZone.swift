/// A zone of made-up services, for tests and benchmarks that need many: the same description gives the same bytes.
///
/// Each host has an address of its own in 127/8, each instance a port of its own on one of the hosts, below the range
/// that the kernel takes ports from: all of them can be listened on at once. One service in ten is found by DNS-SD
/// (RFC 6763), the others are plain SRV records.
package struct GeneratedZone: Sendable {
    /// Absolute: `svc.test.`
    package var name: String
    /// SRV records in all, whatever their owners are.
    package var instanceCount: Int
    package var serial: UInt32 = 1
    package var seed: UInt64 = 1
    /// Whether some of the services are as hard to read as RFC 1035 and its like allow: `AwkwardForm` says how.
    package var isAwkward = false

    static let instancesPerHost = 20
    /// A service has from one to twice as many, but one.
    static let meanServiceSize = 8

    package init(_ name: String = "svc.test.", instances: Int, isAwkward: Bool = false) {
        self.name = name
        instanceCount = instances
        self.isAwkward = isAwkward
    }

    /// A zone for a server, its text in memory.
    package var peerZone: PeerZone {
        var text = ""
        write(to: &text)
        return PeerZone(name, text)
    }

    /// A zone for a server, its text in a file that lasts as long as the folder.
    package func peerZone(in folder: TemporaryFolder) throws(PeerError) -> PeerZone {
        var file = try TextFile("\(folder.path)/\(name)\(instanceCount)")
        write(to: &file)
        return PeerZone(name, "$INCLUDE \(try file.finish())\n")
    }

    /// Writes the zone as a master file (RFC 1035 section 5).
    package func write(to output: inout some TextOutputStream) {
        output.write(
            """
            $ORIGIN \(name)
            @ 3600 IN SOA ns hostmaster \(serial) 300 60 86400 30
            @ 3600 IN NS ns
            ns 3600 IN A 127.0.0.1

            """)
        if isAwkward { output.write(AwkwardForm.apexRecords) }
        for host in 0..<hostCount { output.write(addressRecords(of: host)) }
        var first = 0
        var number = 0
        while first < instanceCount {
            let service = service(number, firstInstance: first)
            service.write(to: &output, of: self)
            first = service.instances.upperBound
            number += 1
        }
    }

    private func service(_ number: Int, firstInstance: Int) -> GeneratedService {
        let random = random(.service, number)
        let size = 1 + Int(random >> 32) % (2 * Self.meanServiceSize - 1)
        let form = isAwkward ? AwkwardForm(ofService: number) : nil
        return GeneratedService(
            number: number, instances: firstInstance..<min(firstInstance + size, instanceCount),
            isDiscoverable: form?.isDiscoverable ?? (random % 10 == 0), form: form)
    }
}

extension GeneratedZone {
    enum Purpose: UInt64 {
        case service
        case instance
        case host
        case place
    }

    /// A number that looks random and depends on nothing but the zone and its parameters (SplitMix64's finaliser).
    func random(_ purpose: Purpose, _ index: Int) -> UInt64 {
        var value = seed &* 0x9E37_79B9_7F4A_7C15 &+ purpose.rawValue << 56 &+ UInt64(index)
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    static func timeToLive(_ random: UInt64) -> Int { [30, 45, 60, 90, 120][Int(random % 5)] }
}
