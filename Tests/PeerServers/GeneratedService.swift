/// One service of a generated zone.
struct GeneratedService {
    var number: Int
    var instances: Range<Int>
    var isDiscoverable: Bool
    var form: AwkwardForm?

    /// Relative to the zone.
    var owner: String { form?.owner(ofService: number) ?? "_svc\(number)._tcp" }

    func write(to output: inout some TextOutputStream, of zone: GeneratedZone) {
        let owner = owner
        let lifetime = form?.timeToLive ?? GeneratedZone.timeToLive(zone.random(.service, number) >> 8)
        for index in instances {
            let random = zone.random(.instance, index)
            let location = location(of: index, random, in: zone)
            if isDiscoverable {
                let label = label(of: index, random)
                output.write(
                    """
                    \(owner) \(lifetime) IN PTR \(label).\(owner)
                    \(label).\(owner) \(lifetime) IN SRV \(location)
                    \(label).\(owner) \(lifetime) IN TXT \(texts(of: index, random))

                    """)
            } else {
                output.write("\(owner) \(lifetime) IN SRV \(location)\n")
            }
        }
        if let form { output.write(form.furtherRecords(at: owner, lifetime)) }
    }

    /// Priority, weight, port and target.
    private func location(of index: Int, _ random: UInt64, in zone: GeneratedZone) -> String {
        let (host, port) = zone.place(ofInstance: index)
        if let special = form?.location(instances.distance(from: instances.startIndex, to: index), host, port) {
            return special
        }
        let priority = [0, 0, 0, 0, 10, 10, 20][Int(random % 7)]
        let weight = [0, 1, 5, 10, 10, 20, 50, 100][Int(random >> 8 & 7)]
        return "\(priority) \(weight) \(port) h\(host)"
    }

    private func label(of index: Int, _ random: UInt64) -> String {
        form?.label(ofInstance: index) ?? "i\(index)-\(["ams1", "fra2", "iad3", "nrt1"][Int(random >> 16 & 3)])"
    }

    private func texts(of index: Int, _ random: UInt64) -> String {
        form?.texts(index) ?? #""txtvers=1" "ver=1.\#(random >> 20 % 20).\#(random >> 40 % 40)" "path=/api/v2""#
    }
}
