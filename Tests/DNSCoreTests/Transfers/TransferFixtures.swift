@testable import DNSCore

let zoneName = name("svc.example")

func name(_ text: String) -> DomainName { (try? DomainName(text)) ?? .root }

func soa(_ serial: UInt32) -> StartOfAuthority {
    StartOfAuthority(
        primary: name("ns.svc.example"), mailbox: name("admin.svc.example"), serial: Serial(rawValue: serial),
        refresh: 300, retry: 60, expire: 86400, minimum: 30)
}

func soaRecord(_ serial: UInt32, at owner: DomainName = zoneName) -> RawRecord {
    var writer = WireWriter()
    let soa = soa(serial)
    writer.write(soa.primary)
    writer.write(soa.mailbox)
    for value in [serial, soa.refresh, soa.retry, soa.expire, soa.minimum] { writer.write(value) }
    return RawRecord(name: owner, type: .soa, rdata: writer.bytes)
}

func record(_ owner: String, _ value: UInt8 = 1) -> RawRecord {
    RawRecord(name: name(owner), type: .a, rdata: [127, 0, 0, value])
}

/// `host0` to `host(count-1)`, two records each, with their owners compressed in most ways that servers use.
func records(_ count: Int) -> [RawRecord] {
    (0..<count).flatMap { index in
        [record("host\(index).svc.example", 1), record("host\(index).SVC.example", 2)]
    }
}

/// The answer to a transfer, cut into messages.
struct TransferAnswer {
    var records: [RawRecord]
    /// How many records each message has; what is left over goes into the last.
    var sizes: [Int] = []
    var type = RecordType.axfr
    var questions = Questions.first
    var id: UInt16 = 7

    enum Questions: CaseIterable { case none, first, all }

    var messages: [[UInt8]] {
        var rest = records[...]
        var messages: [RawMessage] = []
        for size in sizes where size < rest.count {
            messages.append(RawMessage(id: id, flags: 0x8400, answers: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        messages.append(RawMessage(id: id, flags: 0x8400, answers: Array(rest)))
        for index in messages.indices where questions == .all || questions == .first && index == 0 {
            messages[index].question = Question(name: zoneName, type: type)
        }
        return messages.map(\.bytes)
    }
}

/// Writes down what it is told.
struct RecordingSink: TransferSink {
    enum Event: Hashable {
        case replacement
        case added(ResourceRecord)
        case removed(ResourceRecord)
        case committed(StartOfAuthority)
    }

    var events: [Event] = []
    var messageCount = 0

    mutating func beginMessage() { messageCount += 1 }
    mutating func beginReplacement() { events.append(.replacement) }
    mutating func add(_ record: borrowing RecordView) throws(WireError) {
        events.append(.added(try record.resourceRecord()))
    }
    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        events.append(.removed(try record.resourceRecord()))
    }
    mutating func commit(soa: StartOfAuthority) throws(WireError) { events.append(.committed(soa)) }

    var added: [ResourceRecord] { events.compactMap { if case .added(let record) = $0 { record } else { nil } } }
    var removed: [ResourceRecord] { events.compactMap { if case .removed(let record) = $0 { record } else { nil } } }

    /// The zone after the events, when it was this before.
    func applied(to zone: Set<ResourceRecord>) -> Set<ResourceRecord> {
        events.reduce(into: zone) { zone, event in
            switch event {
            case .replacement: zone = []
            case .added(let record): zone.insert(record)
            case .removed(let record): zone.remove(record)
            case .committed: break
            }
        }
    }
}

extension RawRecord {
    var resourceRecord: ResourceRecord {
        ResourceRecord(
            name: name, recordClass: recordClass, ttl: ttl,
            data: .a(IPv4Address(rawValue: rdata.reduce(0) { $0 << 8 | UInt32($1) })))
    }
}

/// A transfer with its sink.
struct TransferRun {
    var transfer: ZoneTransfer
    var sink = RecordingSink()
    var progress = ZoneTransfer.Progress.more

    init(known: UInt32? = nil, over transport: ZoneTransfer.Transport = .stream, limits: ZoneTransfer.Limits = .init())
    {
        transfer = ZoneTransfer(zone: zoneName, known: known.map(soa), over: transport, limits: limits)
        _ = transfer.request(id: 7)
    }

    mutating func take(_ messages: [[UInt8]]) throws(TransferError) {
        for message in messages { progress = try transfer.receive(message.span, into: &sink) }
    }

    /// Takes all of it, and its end.
    static func of(
        _ messages: [[UInt8]], known: UInt32? = nil, over transport: ZoneTransfer.Transport = .stream
    ) throws(TransferError) -> TransferRun {
        var run = TransferRun(known: known, over: transport)
        try run.take(messages)
        try run.transfer.endOfStream()
        return run
    }

    var outcome: ZoneTransfer.Outcome? { transfer.outcome }
}
