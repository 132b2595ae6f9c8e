import DNSCore

/// The pseudocode of RFC 2136 sections 3.2.5 and 3.4.2.7 on a plain list, as slow and as simple as it stands there; but for
/// several SOAs in one message, which might lead the serial back.
struct UpdateModel {
    let apex: DomainName
    var records: [ResourceRecord]

    private func all(_ name: DomainName, _ type: RecordType? = nil) -> [ResourceRecord] {
        records.filter { $0.name == name && (type == nil || $0.type == type) }
    }

    private var serial: Serial? {
        for record in records { if case .soa(let soa) = record.data { return soa.serial } }
        return nil
    }

    mutating func run(_ request: UpdateRequest) -> ResponseCode {
        for prerequisite in request.prerequisites {
            switch prerequisite {
            case .nameInUse(let name): if all(name).isEmpty { return .nameError }
            case .nameNotInUse(let name): if !all(name).isEmpty { return .yxDomain }
            case .exists(let name, let type): if all(name, type).isEmpty { return .nxRRset }
            case .doesNotExist(let name, let type): if !all(name, type).isEmpty { return .yxRRset }
            case .equals: break
            }
        }
        for case .equals(let name, let data) in request.prerequisites {
            if Set(data) != Set(all(name, data[0].type).map(\.data)) { return .nxRRset }
        }
        let before = (Set(records), serial)
        for change in request.changes { carryOut(change, after: before.1) }
        if Set(records) != before.0, serial == before.1 { bump() }
        return .noError
    }

    private mutating func carryOut(_ change: UpdateRequest.Change, after old: Serial?) {
        switch change {
        case .add(let name, let ttl, let data): add(ResourceRecord(name: name, ttl: ttl, data: data), after: old)
        case .deleteAll(let name):
            records.removeAll { $0.name == name && !(name == apex && [.soa, .ns].contains($0.type)) }
        case .deleteRRset(let name, let type):
            if name == apex, type == .soa || type == .ns { return }
            records.removeAll { $0.name == name && $0.type == type }
        case .delete(let name, let data):
            if data.type == .soa { return }
            if name == apex, data.type == .ns, all(name, .ns).map(\.data) == [data] { return }
            records.removeAll { $0.name == name && $0.data == data }
        }
    }

    private mutating func add(_ new: ResourceRecord, after old: Serial?) {
        let there = all(new.name)
        if new.type == .cname {
            if there.contains(where: { $0.type != .cname }) { return }
        } else if there.contains(where: { $0.type == .cname }) {
            return
        }
        if case .soa(let soa) = new.data {
            guard !all(new.name, .soa).isEmpty, let serial, let old, soa.serial.isNewer(than: serial),
                soa.serial.isNewer(than: old)
            else { return }
        }
        if new.type == .cname || new.type == .soa {
            records.removeAll { $0.name == new.name && $0.type == new.type }
        }
        records.removeAll { $0.name == new.name && $0.data == new.data }
        records.append(new)
        for index in records.indices where records[index].name == new.name && records[index].type == new.type {
            records[index].ttl = new.ttl
        }
    }

    private mutating func bump() {
        for index in records.indices {
            guard case .soa(var soa) = records[index].data else { continue }
            soa.serial = Serial(rawValue: soa.serial.rawValue == .max ? 1 : soa.serial.rawValue + 1)
            records[index].data = .soa(soa)
        }
    }
}
