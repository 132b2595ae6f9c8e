import CBenchmarks

/// A zone whose instances lie where `Listen` listens: services of eight.
struct ListeningZone {
    var instances: Int

    private static let serviceSize = 8

    var text: String {
        var text = """
            @ 3600 IN SOA ns hostmaster 1 300 60 86400 30
            @ 3600 IN NS ns
            ns 3600 IN A 127.0.0.1

            """
        var known = Set<UInt32>()
        for (number, endpoint) in LoopbackEndpoints.open(instances).enumerated() {
            let host = "h\(endpoint.address & 0xFFFF)"
            if known.insert(endpoint.address).inserted {
                text += "\(host) 60 IN A 127.9.\(endpoint.address >> 8 & 0xFF).\(endpoint.address & 0xFF)\n"
            }
            let weight = 10 + number % Self.serviceSize
            text += "_s\(number / Self.serviceSize)._tcp 60 IN SRV 10 \(weight) \(endpoint.port) \(host)\n"
        }
        return text
    }
}
