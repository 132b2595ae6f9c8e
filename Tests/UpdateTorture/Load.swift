import ArgumentParser
import DNSAuthority
import DNSCore
import Glibc

/// The process that is killed: some workers, each with one update after the other, and a line for each that was acknowledged.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", shouldDisplay: false)

    @Argument(help: "Where the store lies.")
    var folder: String

    func run() async throws {
        let registry = ZoneRegistry()
        let queue = try await UpdateQueue(
            try AuthorityStore(folder), publishingTo: registry, now: { UInt64(max(0, time(nil))) })
        if registry[Worker.zone] == nil { _ = await queue.create(Worker.emptyZone()) }
        guard let contents = registry[Worker.zone]?.contents else { throw ExitCode.failure }
        await withTaskGroup(of: Void.self) { group in
            for worker in Worker.all {
                let last = worker.number(at: worker.left, in: contents) ?? 0
                group.addTask { await work(worker, after: last, queue) }
            }
        }
    }

    private func work(_ worker: Worker, after last: Int, _ queue: UpdateQueue) async {
        for number in (last + 1)... {
            let answer = await queue.submit(
                worker.update(number), permission: .everything, lease: worker.lease(number))
            guard answer.code == .noError, let serial = answer.serial else {
                print("update \(number) of worker \(worker.index): \(answer)")
                fflush(nil)
                _exit(1)
            }
            let line = "\(worker.index) \(number) \(serial)\n"
            write(1, line, line.utf8.count)
        }
    }
}
