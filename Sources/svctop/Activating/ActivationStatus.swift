import ActivationControl
import Glibc
import Reports
import ServiceCatalog
import ServiceProbing
import Terminal

/// `svctop activate --status`: the services of the stand-ins of this host.
struct ActivationStatus {
    private let search: StandInSearch
    private let isJSON: Bool

    /// - Parameter path: of a control socket; nil for all stand-ins that are found.
    init(at path: String?, json isJSON: Bool) {
        search = StandInSearch(path)
        self.isJSON = isJSON
    }

    func write() throws(Failure) {
        var isWhole = true
        let found = try search.all { error in
            isWhole = false
            StandardError.say("\(error)")
        }
        guard !found.isEmpty else { throw StandInSearch.nobody }
        var output = Output(descriptor: STDOUT_FILENO)
        if isJSON {
            output.write(.list(found.map(\.document)))
            output.write("\n")
        } else {
            StandInTable(found, at: Timestamp(secondsSince1970: Self.now)).write(to: &output)
        }
        try finish(&output)
        if !isWhole { throw Failure("not all stand-ins have answered") }
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

// MARK: - For people

/// A service a line.
private struct StandInTable {
    private let rows: [[String]]

    init(_ found: [StandInSearch.Found], at now: Timestamp) {
        let titles = ["STAND-IN", "SERVICE", "STATE", "SINCE", "STARTS", "LAST START", "PROCESS", "NAMES", "REASON"]
        let services = found.flatMap { standIn in
            standIn.status.services.map { [standIn.place.name] + $0.row(at: now) }
        }
        // Where there is one stand-in, nobody asks which, and where all is well, nobody asks why.
        let first = found.count > 1 ? 0 : 1
        let last = services.allSatisfy { $0.last == "" } ? titles.count - 1 : titles.count
        rows = ([titles] + services).map { Array($0[first..<last]) }
    }

    func write(to output: inout Output) {
        let widths = rows[0].indices.map { column in rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        for row in rows {
            var blanks = 0
            for (cell, width) in zip(row, widths) {
                if !cell.isEmpty {
                    output.write(UInt8(ascii: " "), times: blanks)
                    output.write(cell)
                    blanks = 0
                }
                blanks += width - TextWidth.columns(of: cell) + 2
            }
            output.write("\n")
        }
    }
}

extension ServiceReport {
    fileprivate func row(at now: Timestamp) -> [String] {
        [
            service, stateText, "\(ElapsedTime(now.duration(since: Timestamp(secondsSince1970: since))))", "\(starts)",
            lastStart.map { Timestamp(secondsSince1970: $0) }.map { "\($0.date)T\($0.timeOfDay)Z" } ?? "-",
            process.map { "\($0)" } ?? "-", names.isEmpty ? "-" : names.joined(separator: " "),
            isInTrouble ? reason ?? "" : "",
        ].map { Sanitiser.visible($0) }
    }

    private var stateText: String {
        successor == nil ? state.rawValue : "\(state.rawValue), a new process starts"
    }

    /// Somebody may have to do something about it.
    private var isInTrouble: Bool {
        switch state {
        case .waiting, .suspended: true
        case .dormant, .starting, .active, .stopping: false
        }
    }
}

extension Timestamp {
    fileprivate init(secondsSince1970 seconds: Double) {
        self.init(nanoseconds: Int64(min(max(0, seconds), 9e9) * 1e9))
    }
}

// MARK: - For programs

extension StandInSearch.Found {
    fileprivate var document: JSONValue {
        [
            "stand_in": .text(place.name), "control": .text(place.path),
            "process": .integer(Int64(status.standIn.process)), "uid": .integer(Int64(status.standIn.user)),
            "services": .list(status.services.map(\.document)),
        ]
    }
}

extension ServiceReport {
    fileprivate var document: JSONValue {
        [
            "service": .text(service), "state": .text(state.rawValue),
            "since": .text(Timestamp(secondsSince1970: since).description), "starts": .integer(Int64(starts)),
            "last_start": JSONValue(lastStart.map { Timestamp(secondsSince1970: $0).description }),
            "process": JSONValue(process), "new_process": JSONValue(successor), "wake": .text(wake.rawValue),
            "accept": .text(isPerConnection ? "yes" : "no"), "reason": JSONValue(reason),
            "names": .list(names.map(JSONValue.text)), "sockets": .list(sockets.map(\.document)),
        ]
    }
}

extension ReportedSocket {
    fileprivate var document: JSONValue {
        [
            "name": .text(name), "kind": .text(kind.rawValue), "place": .text(place),
            "inode": .integer(Int64(clamping: inode)),
        ]
    }
}
