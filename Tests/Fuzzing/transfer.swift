import DNSCore

/// Any bytes as the messages of a transfer's answer. The first byte chooses what is asked for; each message has its length
/// in front and gets the right id, so that its records are read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first, let zone else { return 0 }
    var transfer = ZoneTransfer(
        zone: zone, known: choice & 1 == 0 ? nil : known, over: choice & 2 == 0 ? .stream : .datagram,
        limits: .init(records: choice & 4 == 0 ? .max : 20))
    _ = transfer.request(id: 0x0707)
    var sink = CheckingSink()
    var position = 1
    while position + 2 <= input.count {
        let length = Int(input[position]) << 8 | Int(input[position + 1])
        var message = Array(input.dropFirst(position + 2).prefix(length))
        position += 2 + length
        if message.count > 3 { message.replaceSubrange(0..<3, with: [7, 7, message[2] | 0x80]) }
        let outcome = transfer.outcome
        sink.isOpen = outcome == nil
        guard let progress = try? transfer.receive(message.span, into: &sink) else {
            precondition((try? transfer.receive(message.span, into: &sink)) == nil, "an error is final")
            break
        }
        precondition(outcome == nil, "a message is taken after the end")
        precondition((progress == .more) == (transfer.outcome == nil), "progress and outcome differ")
    }
    check(transfer, &sink)
    return 0
}

private let zone = try? DomainName("svc.example")
private let known = StartOfAuthority(
    primary: .root, mailbox: .root, serial: Serial(rawValue: 3), refresh: 0, retry: 0, expire: 0, minimum: 0)

private func check(_ transfer: ZoneTransfer, _ sink: inout CheckingSink) {
    let isWhole = (try? transfer.endOfStream()) != nil
    precondition(isWhole == (transfer.outcome != nil), "the stream's end")
    sink.isOpen = true
    let commits = (try? transfer.commit(into: &sink, signedBy: nil)) != nil
    precondition(commits == (transfer.outcome?.committed != nil), "commit without an outcome")
    switch transfer.outcome {
    case .replaced: precondition(sink.replacements == 1 && sink.removed == 0, "a replacement removes nothing")
    case .incremental: precondition(sink.replacements == 0, "a difference replaces nothing")
    case .upToDate, .serverBehind: precondition(sink.added + sink.removed + sink.replacements == 0, "nothing came")
    case .useTCP, nil: break
    }
    precondition(sink.added + sink.removed + transfer.ignoredCount <= transfer.recordCount, "more than was sent")
}

private struct CheckingSink: TransferSink {
    var isOpen = true
    var (added, removed, replacements) = (0, 0, 0)

    mutating func beginMessage() { precondition(isOpen, "a message after the end") }
    mutating func beginReplacement() { replacements += 1 }

    mutating func add(_ record: borrowing RecordView) throws(WireError) {
        try check(record)
        added += 1
    }

    mutating func remove(_ record: borrowing RecordView) throws(WireError) {
        try check(record)
        removed += 1
    }

    mutating func commit(soa: StartOfAuthority) throws(WireError) {}

    private func check(_ record: borrowing RecordView) throws(WireError) {
        guard let zone else { return }
        let owner = try record.owner()
        precondition(owner.isEqualOrBelow(zone), "a record from outside of the zone")
        precondition(record.type != .soa && record.recordClass == .in, "a record that is no data")
    }
}
