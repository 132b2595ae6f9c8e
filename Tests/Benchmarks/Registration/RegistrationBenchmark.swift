import DNSAuthority
import Glibc
import PeerServers

/// How soon a service that `svctop run` looks after is in DNS once it is ready, and gone once it has died: by the
/// authority's account, when the change is on disk and served.
struct RegistrationBenchmark {
    var plan: Plan

    private static let service = "_http._tcp.web.svc.internal."

    func run() async throws {
        show("\nREGISTRATION by svctop run, at the embedded authority\n")
        let folder = try TemporaryFolder()
        let authority = try await NotedAuthority(in: folder)
        let keyFile = try await authority.key(Self.service, role: .owner, in: folder)
        var (registered, withdrawn): ([Double], [Double]) = ([], [])
        // The first round warms up what is to be warm.
        for round in 0...max(20, plan.rounds) {
            let file = "\(folder.path)/ready\(round)"
            let run = try ChildProcess(
                [
                    plan.svctop, "run", "--name", Self.service, "--key", keyFile, "--server",
                    "127.0.0.1:\(authority.port)",
                ]
                    + ["--ready", "notify", "--restart", "no", "--", Programs.own, "serve", file],
                output: "\(folder.path)/log")
            let count = authority.times.count
            try await wait("registered: \(folder.read("log"))") { authority.times.count > count }
            try await wait("written") { !SmallFile.text(file).isEmpty }
            let words = SmallFile.text(file).split(whereSeparator: \.isWhitespace)
            guard words.count == 2, let service = pid_t(words[0]), let ready = Double(words[1]) else {
                throw BenchmarkError("\(file): \(words)")
            }
            let killed = Clock.now
            kill(service, SIGKILL)
            try await wait("withdrawn: \(folder.read("log"))") { authority.times.count > count + 1 }
            if round > 0 {
                registered.append((authority.times[count] - ready) * 1000)
                withdrawn.append((authority.times[count + 1] - killed) * 1000)
            }
            try await wait("ended") { !run.isRunning }
        }
        await authority.stop()
        var table = Table("Milliseconds; load average \(Machine.load)", columns: ["median [least … most]"])
        table.add("from ready to registered", [Sample(registered)?.text(1) ?? ""])
        table.add("from dead to withdrawn", [Sample(withdrawn)?.text(1) ?? ""])
        table.print()
    }

    private func wait(_ what: @autoclosure () -> String, for isSo: () -> Bool) async throws {
        let deadline = Clock.now + 20
        while !isSo() {
            guard Clock.now < deadline else { throw BenchmarkError("never \(what())") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
