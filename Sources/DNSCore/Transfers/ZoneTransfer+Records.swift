extension ZoneTransfer {
    /// One record of an answer section.
    mutating func takeRecord<Sink: TransferSink & ~Copyable>(
        _ reader: inout WireReader, into sink: inout Sink
    ) throws(TransferError) {
        try countRecord()
        let record: RecordView
        do { record = try RecordView(&reader) } catch { throw .malformed(error) }
        guard record.recordClass == recordClass, record.type.isZoneData else { throw foreign(record) }
        if record.type == .soa {
            try takeApex(try apexSOA(record), into: &sink)
        } else {
            try takeData(record, into: &sink)
        }
    }

    private mutating func takeData<Sink: TransferSink & ~Copyable>(
        _ record: borrowing RecordView, into sink: inout Sink
    ) throws(TransferError) {
        switch phase {
        case .opened:
            phase = .replacing
            sink.beginReplacement()
        case .replacing, .removing, .adding: break
        case .waiting: throw .noZone
        case .finished, .failed: throw .dataAfterEnd
        }
        do {
            guard try scope.contains(ownerOf: record) else {
                ignoredCount += 1
                return
            }
            if case .removing = phase {
                try sink.remove(record)
            } else {
                try sink.add(record)
            }
        } catch {
            throw .malformed(error)
        }
    }

    /// The zone's SOA: it opens and closes every transfer, and in differences stands between what goes and what comes.
    private mutating func takeApex<Sink: TransferSink & ~Copyable>(
        _ soa: StartOfAuthority, into sink: inout Sink
    ) throws(TransferError) {
        switch phase {
        case .waiting: open(soa)
        case .opened:
            if let known, soa.serial == known.serial {
                phase = .removing
            } else if let known, soa != opening {
                throw .serialMismatch(expected: known.serial, found: soa.serial)
            } else {
                sink.beginReplacement()
                try closeReplacement(soa)
            }
        case .replacing: try closeReplacement(soa)
        case .removing: phase = .adding(to: soa.serial)
        case .adding(let serial): try closeDifference(soa, at: serial)
        case .finished, .failed: throw .dataAfterEnd
        }
    }

    private mutating func open(_ soa: StartOfAuthority) {
        opening = soa
        phase = .opened
        guard let known, !soa.serial.isNewer(than: known.serial) else { return }
        phase = .finished(soa.serial == known.serial ? .upToDate(soa) : .serverBehind(soa))
    }

    private mutating func closeReplacement(_ soa: StartOfAuthority) throws(TransferError) {
        guard let opening, soa == opening else {
            throw .closingDiffers(opening: opening?.serial ?? soa.serial, closing: soa.serial)
        }
        phase = .finished(.replaced(soa))
    }

    /// After what comes with `serial` either the next difference begins there, or it is the last.
    private mutating func closeDifference(_ soa: StartOfAuthority, at serial: Serial) throws(TransferError) {
        guard soa.serial == serial else { throw .serialMismatch(expected: serial, found: soa.serial) }
        if let known, soa.serial == opening?.serial {
            phase = .finished(.incremental(from: known.serial, to: soa))
        } else {
            phase = .removing
        }
    }

    private func apexSOA(_ record: borrowing RecordView) throws(TransferError) -> StartOfAuthority {
        let soa: StartOfAuthority
        let isApex: Bool
        do {
            isApex = try scope.isApex(ownerOf: record)
            soa = try record.startOfAuthority()
        } catch {
            throw .malformed(error)
        }
        guard isApex else { throw foreign(record) }
        return soa
    }

    private func foreign(_ record: borrowing RecordView) -> TransferError {
        do { return .foreignRecord(try record.owner(), record.type) } catch { return .malformed(error) }
    }
}
