import DNSCore
import ServiceCatalog

/// `list --json`: one document, one instance a line.
///
/// Names are in presentation format with the dot at the end. `instance` is the SRV record's own name, which is `service`
/// unless the instance is one of DNS-SD. In `txt` a backslash is written twice and a byte that is not UTF-8 as `\DDD` (these
/// backslashes once more escaped, as JSON asks). Shares go from 0 to 1.
package struct JSONReport {
    private let snapshot: Snapshot
    private let isIncluded: InstancePredicate?
    private var field = FieldText()

    package init(_ snapshot: Snapshot, where isIncluded: InstancePredicate? = nil) {
        self.snapshot = snapshot
        self.isIncluded = isIncluded
    }

    /// A single zone is the document; several are its `zones`.
    package mutating func write(to output: inout Output) {
        if snapshot.zones.count == 1, let zone = snapshot.zones.first {
            write(zone, to: &output)
        } else {
            output.write("{\"zones\":[")
            var isFirst = true
            for zone in snapshot.zones {
                output.write(isFirst ? "\n" : ",\n")
                isFirst = false
                write(zone, to: &output)
            }
            output.write("\n]}")
        }
        output.write("\n")
    }

    /// Some instances alone, as they stand in the document: one as an object, several as an array.
    /// - Returns: nil where that takes more than `limit` bytes.
    package static func text(
        of instances: [(zone: Int, instance: InstanceID)], in snapshot: Snapshot, limit: Int
    ) -> [UInt8]? {
        var report = JSONReport(snapshot)
        var output = Output(keeping: limit)
        let rows = snapshot.zones.enumerated().flatMap { index, zone in
            zone.rows(of: instances.filter { $0.zone == index }.map(\.instance), at: snapshot.at)
        }
        if rows.count != 1 { output.write("[") }
        for (index, row) in rows.enumerated() where output.isOpen {
            if index > 0 { output.write(",\n") }
            report.write(row, to: &output)
        }
        if rows.count != 1 { output.write("]") }
        return output.takeKept()
    }

    private mutating func write(_ zone: ZoneSnapshot, to output: inout Output) {
        writeHead(of: zone, to: &output)
        output.write(",\n\"instances\":[")
        var isFirst = true
        zone.forEachRow(at: snapshot.at, where: isIncluded) { row in
            output.write(isFirst ? "\n" : ",\n")
            isFirst = false
            write(row, to: &output)
            return output.isOpen
        }
        output.write("\n]}")
    }

    private mutating func writeHead(of zone: ZoneSnapshot, to output: inout Output) {
        let freshness = zone.freshness
        output.write("{\"zone\":")
        write(name: zone.name, to: &output)
        output.write(",\"serial\":")
        output.write(freshness.serial?.description ?? "null")
        output.write(",\"server\":")
        output.write(json: freshness.server)
        output.write(",\"key\":")
        output.write(json: freshness.key)
        output.write(",\"method\":")
        output.write(json: freshness.method?.rawValue)
        output.write(",\"time\":")
        output.write(json: snapshot.at.description)
        output.write(",\"learnt_at\":")
        output.write(json: freshness.learntAt?.description)
        output.write(",\"problem\":")
        output.write(json: freshness.problem?.text)
    }

    private mutating func write(_ row: InstanceRow, to output: inout Output) {
        let instance = row.instance
        output.write("{\"service\":")
        write(name: instance.service, to: &output)
        output.write(",\"instance\":")
        write(name: instance.owner, to: &output)
        output.write(",\"target\":")
        write(name: instance.target, to: &output)
        write(number: UInt32(instance.port), after: ",\"port\":", to: &output)
        write(number: UInt32(instance.priority), after: ",\"priority\":", to: &output)
        write(number: UInt32(instance.weight), after: ",\"weight\":", to: &output)
        write(number: instance.ttl, after: ",\"ttl\":", to: &output)
        writeData(of: instance, to: &output)
        writeHealth(of: row, to: &output)
        output.write("}")
    }

    private mutating func writeData(of instance: Instance, to output: inout Output) {
        output.write(",\"addresses\":[")
        var isFirst = true
        for address in instance.addresses {
            if !isFirst { output.write(",") }
            isFirst = false
            output.write(json: address.description)
        }
        output.write("],\"txt\":[")
        isFirst = true
        for text in instance.texts {
            for string in text.strings {
                if !isFirst { output.write(",") }
                isFirst = false
                field.removeAll()
                field.append(characterString: string)
                output.write(json: field)
            }
        }
        output.write("]")
    }

    private mutating func writeHealth(of row: InstanceRow, to output: inout Output) {
        output.write(",\"status\":\"")
        output.write(row.health.status.name)
        output.write("\",\"reason\":")
        output.write(json: row.reason.isEmpty ? nil : row.reason)
        output.write(",\"rtt_ms\":")
        field.removeAll()
        if row.health.roundTrip > 0 { field.append(milliseconds: row.health.roundTrip) } else { field.append("null") }
        field.append(",\"advertised_share\":")
        field.append(row.share.advertised)
        field.append(",\"effective_share\":")
        field.append(row.share.effective)
        field.append(",\"stranger_share\":")
        field.append(row.share.stranger)
        field.append(",\"peer\":")
        output.write(field.bytes)
        if let peer = row.peer { write(peer, to: &output) } else { output.write("null") }
        output.write(",\"stand_in\":")
        if let holding = row.holding { write(holding, to: &output) } else { output.write("null") }
    }

    private mutating func write(name: DomainName, to output: inout Output) {
        field.removeAll()
        field.append(name)
        output.write(json: field)
    }

    private mutating func write(number: UInt32, after key: StaticString, to output: inout Output) {
        output.write(key)
        field.removeAll()
        field.append(number)
        output.write(field.bytes)
    }
}
