import Synchronization

/// Where reports wait for their reader, bounded by the number of endpoints.
final class ReportBox: Sendable {
    /// More reports wait only where they are the first of their endpoint.
    static let changeLimit = 1 << 16

    fileprivate struct Contents {
        var reports: [ProbeReport] = []
        /// Where each endpoint's last report is; made only once a second batch meets a first that nobody has fetched.
        var lastPlaces: [UInt32: Int] = [:]
        var reader: Reader?
        var readersSeen = 0
        var isFinished = false
    }

    fileprivate struct Reader {
        let number: Int
        let continuation: CheckedContinuation<[ProbeReport]?, Never>
    }

    private let contents = Mutex(Contents())

    /// Takes over a batch and hands what there is to a waiting reader.
    func put(_ batch: [ProbeReport]) {
        guard !batch.isEmpty else { return }
        let (reader, reports) = contents.withLock { contents -> (Reader?, [ProbeReport]) in
            contents.merge(batch)
            guard let reader = contents.reader.take() else { return (nil, []) }
            return (reader, contents.takeReports())
        }
        reader?.continuation.resume(returning: reports)
    }

    /// No report will come any more; those that wait can still be fetched.
    func finish() {
        let reader = contents.withLock { contents in
            contents.isFinished = true
            return contents.reader.take()
        }
        reader?.continuation.resume(returning: nil)
    }

    func next() async -> [ProbeReport]? {
        let number = contents.withLock { contents in
            contents.readersSeen += 1
            return contents.readersSeen
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { wait(Reader(number: number, continuation: $0)) }
        } onCancel: {
            leave(number)
        }
    }

    private func wait(_ reader: Reader) {
        let (ended, answer) = contents.withLock { contents -> (Reader?, [ProbeReport]??) in
            let isCancelled = Task.isCancelled
            if !contents.reports.isEmpty, !isCancelled { return (nil, contents.takeReports()) }
            if contents.isFinished || isCancelled { return (nil, .some(nil)) }
            let replaced = contents.reader.take()
            contents.reader = reader
            return (replaced, nil)
        }
        ended?.continuation.resume(returning: nil)
        if let answer { reader.continuation.resume(returning: answer) }
    }

    private func leave(_ number: Int) {
        let reader = contents.withLock { contents in
            contents.reader?.number == number ? contents.reader.take() : nil
        }
        reader?.continuation.resume(returning: nil)
    }
}

extension ReportBox.Contents {
    fileprivate mutating func merge(_ batch: [ProbeReport]) {
        guard !reports.isEmpty else {
            reports = batch
            return
        }
        if lastPlaces.isEmpty {
            for (place, report) in reports.enumerated() { lastPlaces[report.id] = place }
        }
        for report in batch {
            if let place = lastPlaces[report.id], isReplaceable(place, by: report) {
                reports[place] = report
            } else {
                lastPlaces[report.id] = reports.count
                reports.append(report)
            }
        }
    }

    private func isReplaceable(_ place: Int, by report: ProbeReport) -> Bool {
        reports.count >= ReportBox.changeLimit
            || (reports[place].verdict == report.verdict && reports[place].endpoint == report.endpoint
                && reports[place].evidence == report.evidence)
    }

    fileprivate mutating func takeReports() -> [ProbeReport] {
        lastPlaces = [:]
        defer { reports = [] }
        return reports
    }
}
