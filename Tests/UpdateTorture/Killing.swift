import DNSAuthority
import DNSCore
import Glibc
import PeerServers

/// Starts a load, kills it, and compares what is on disk with what it said and with what was there before.
struct Killing {
    private let folder: TemporaryFolder
    private var random: Generator
    private var rounds = 0
    private(set) var acknowledged = 0
    /// As the round before left it.
    private var before: ZoneContents?

    init(folder: TemporaryFolder, seed: UInt64) {
        self.folder = folder
        random = Generator(state: seed)
    }

    mutating func round() async throws {
        rounds += 1
        let output = try runAndKill()
        let acknowledgements = try output.split(separator: "\n").map(Acknowledgement.init)
        acknowledged += acknowledgements.count
        let zones = try await AuthorityStore("\(folder.path)/store").zones()
        // Killed before the zone was there: then nothing was promised.
        guard let stored = zones.first else {
            try require(before == nil && acknowledgements.isEmpty, "the zone is gone")
            return
        }
        try check(stored, acknowledgements)
        before = stored.zone.contents
    }

    /// What the load has printed.
    private mutating func runAndKill() throws -> String {
        let file = "out\(rounds)"
        let load = try ChildProcess([ownPath, "load", "\(folder.path)/store"], output: "\(folder.path)/\(file)")
        // Now and then while it starts; most often at some moment of its work.
        let bytes = rounds.isMultiple(of: 10) ? 0 : Int.random(in: 1...4000, using: &random)
        while load.isRunning, size(of: file) < bytes { usleep(200) }
        usleep(useconds_t.random(in: 0...(bytes == 0 ? 60_000 : 3000), using: &random))
        load.end(with: SIGKILL)
        let output = folder.read(file)
        guard let status = load.exitStatus, status & 0x7F == SIGKILL else { throw Wrong("the load ended:\n\(output)") }
        unlink("\(folder.path)/\(file)")
        return output
    }

    private func size(of file: String) -> Int {
        var status = stat()
        return stat("\(folder.path)/\(file)", &status) == 0 ? Int(status.st_size) : 0
    }

    // MARK: - What has to hold

    private func check(_ stored: StoredZone, _ acknowledgements: [Acknowledgement]) throws {
        let contents = stored.zone.contents
        for worker in Worker.all { try check(worker, stored, acknowledgements.filter { $0.worker == worker.index }) }
        guard let serial = contents.serial else { throw Wrong("the zone has no serial") }
        for each in acknowledgements {
            try require(!each.serial.isNewer(than: serial), "serial \(each.serial) was told, and \(serial) is there")
        }
        try require(
            Set(acknowledgements.map(\.serial)).count == acknowledgements.count, "a serial was told twice")
        guard let before, let old = before.serial else { return }
        try require(!old.isNewer(than: serial), "the serial went from \(old) back to \(serial)")
        try checkHistory(of: stored.zone, since: old, before)
    }

    private func check(_ worker: Worker, _ stored: StoredZone, _ acknowledgements: [Acknowledgement]) throws {
        let contents = stored.zone.contents
        let number = worker.number(at: worker.left, in: contents) ?? 0
        let other = worker.number(at: worker.right, in: contents) ?? 0
        try require(number == other, "half of an update: \(number) and \(other)")
        let first = (before.flatMap { worker.number(at: worker.left, in: $0) } ?? 0) + 1
        try require(
            acknowledgements.map(\.number) == Array(first..<(first + acknowledgements.count)), "out of order")
        // One more may have been written before it could be told.
        let last = acknowledgements.last?.number ?? first - 1
        try require(number == last || number == last + 1, "\(last) was acknowledged, and \(number) is there")
        let leases = stored.leases.filter { $0.owner == worker.left || $0.owner == worker.right }
        let expected = worker.lease(number) == nil || number == 0 ? 0 : 2
        try require(
            leases.count == expected && leases.allSatisfy { $0.data == worker.text(number) },
            "update \(number) has leases \(leases)")
    }

    /// What IXFR would send to one who has the zone of the round before.
    private func checkHistory(of zone: Zone, since old: Serial, _ before: ZoneContents) throws {
        guard zone.contents.serial != old else { return }
        guard let changes = zone.history.changes(since: old) else {
            throw Wrong("history does not reach back to \(old)")
        }
        var replayed = before
        for change in changes { replayed.apply(change) }
        try require(replayed.sortedRecords == zone.contents.sortedRecords, "history does not lead to what is there")
    }

    private func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw Wrong("round \(rounds): \(what)") }
    }
}

/// A line that the load has printed.
private struct Acknowledgement {
    var worker: Int
    var number: Int
    var serial: Serial

    init(_ line: Substring) throws {
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 3 else { throw Wrong("the load says: \(line)") }
        (worker, number) = (numbers[0], numbers[1])
        serial = Serial(rawValue: UInt32(truncatingIfNeeded: numbers[2]))
    }
}

private struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The same numbers in every run.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

extension ZoneContents {
    fileprivate var sortedRecords: [String] {
        var lines: [String] = []
        forEachName { name, rrsets in
            for rrset in rrsets {
                for data in rrset.data { lines.append("\(name) \(rrset.ttl) \(rrset.type) \(data)") }
            }
        }
        return lines.sorted()
    }
}

private var ownPath: String {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &bytes, bytes.count))
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
