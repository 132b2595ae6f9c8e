import DNSCore
import Glibc
import PeerServers
import Testing

@testable import ServiceConnection

@Suite("The forwarder carries connections to a service, each for itself", .serialized)
struct ForwarderTests {
    @Test("bytes go both ways, and the end of one direction leaves the other open")
    func halfClose() async throws {
        let echo = try await EchoService()
        let running = try RunningForwarder(to: .local(echo.port))
        let heard = try await onThread {
            let client = try RawSocket(port: running.port)
            try client.say("half a word")
            let first = try client.hearText(11)
            try client.say(", and the rest")
            client.endSaying()
            return first + String(decoding: try client.hearAll(), as: UTF8.self)
        }
        #expect(heard == "half a word, and the rest")
        try await until { running.counters.active == 0 }
        let counters = running.counters
        #expect(counters.accepted == 1 && counters.bytesOut == 25 && counters.bytesIn == 25)
        #expect(counters.failed == 0 && counters.broken == 0)
        await running.end()
    }

    @Test("a client that ends its side before the service is reached is heard to its end")
    func earlyEnd() async throws {
        let echo = try await EchoService()
        let port = echo.port
        await echo.stop()
        let running = try RunningForwarder(to: .local(port))
        let task = Task {
            try await onThread {
                let client = try RawSocket(port: running.port)
                try client.say("hello")
                client.endSaying()
                return String(decoding: try client.hearAll(), as: UTF8.self)
            }
        }
        try await until { running.counters.accepted == 1 }
        let back = try await EchoService(port: port)
        #expect(try await task.value == "hello")
        await running.end()
        await back.stop()
    }

    @Test("a large stream arrives whole and in order, through Unix sockets too", arguments: [false, true])
    func largeStream(isUnix: Bool) async throws {
        let folder = try TemporaryFolder()
        let (near, far) = ("\(folder.path)/near", "\(folder.path)/far")
        let echo = isUnix ? try await EchoService(unix: far) : try await EchoService()
        let running = try RunningForwarder(
            to: isUnix ? .unix(far) : .local(echo.port),
            listeners: isUnix ? [ListeningSocket(unix: near)] : [])
        let port = running.port
        let client = try isUnix ? RawSocket(unix: near) : RawSocket(port: port)
        let (count, isSame) = try await client.echo(blocks: 160)
        #expect(isSame)
        #expect(running.counters.bytesIn == UInt64(count))
        await running.end()
        await echo.stop()
    }

    @Test("who does not read keeps the sender waiting, and costs no memory")
    func backPressure() async throws {
        // Nobody accepts there, and nobody reads.
        let deaf = try Listener()
        let running = try RunningForwarder(to: .local(deaf.port))
        let before = residentBytes()
        let taken = try await onThread {
            let clients = try (0..<20).map { _ in try RawSocket(port: running.port) }
            return clients.map { $0.fill(upTo: 256 << 20, quietFor: 50) }
        }
        // What the kernel's buffers hold on the way: none was taken whole.
        #expect(taken.allSatisfy { $0 < 128 << 20 }, "\(taken)")
        #expect(residentBytes() - before < 16 << 20)
        #expect(running.counters.active == 20)
        await running.end()
    }

    @Test("a thousand connections at once, each with its own answer")
    func thousand() async throws {
        let echo = try await EchoService()
        let running = try RunningForwarder(to: .local(echo.port))
        let answers = try await onThread {
            let clients = try (0..<1000).map { number in
                let client = try RawSocket(port: running.port)
                try client.say("client \(number)")
                return client
            }
            return try clients.enumerated().filter { number, client in
                try client.hearText("client \(number)".utf8.count) == "client \(number)"
            }.count
        }
        #expect(answers == 1000)
        #expect(running.counters.accepted == 1000)
        await running.end()
    }

    @Test("beyond the limit connections wait until one leaves, with one warning")
    func limit() async throws {
        let echo = try await EchoService(greeting: "in")
        let running = try RunningForwarder(to: .local(echo.port), limits: ForwardLimits(connections: 2))
        let clients = try (0..<4).map { _ in try RawSocket(port: running.port) }
        for client in clients.prefix(2) { #expect(try client.hearText(2) == "in") }
        try await until { running.notes.all.count == 1 }
        #expect(running.notes.all == ["accepts nothing for now: 2 connections are under way"])
        for (leaving, coming) in [(0, 2), (1, 3)] {
            clients[leaving].endSaying()
            #expect(try clients[leaving].hear().isEmpty)
            #expect(try clients[coming].hearText(2) == "in")
        }
        #expect(running.notes.all.count == 1)
        await running.end()
    }

    @Test("a connection on which nothing moves is ended after its time, and one that moves is not")
    func idle() async throws {
        let echo = try await EchoService()
        let running = try RunningForwarder(
            to: .local(echo.port), limits: ForwardLimits(idle: .milliseconds(300)))
        try await onThread {
            let (quiet, busy) = (try RawSocket(port: running.port), try RawSocket(port: running.port))
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .milliseconds(900) {
                try busy.say("x")
                #expect(try busy.hear() == [UInt8(ascii: "x")])
                usleep(20_000)
            }
            #expect(throws: RawSocket.Failure.self) { _ = try quiet.hear() }
        }
        #expect(running.counters.broken == 1)
        await running.end()
    }

    @Test("what was cut off is cut off on the other side too: a reset does not look like an end")
    func reset() async throws {
        let far = try Listener()
        let running = try RunningForwarder(to: .local(far.port))
        let client = try RawSocket(port: running.port)
        try client.say("x")
        try await until { far.wasCalled }
        let service = RawSocket(adopting: try far.acceptNext())
        #expect(try service.hear() == [UInt8(ascii: "x")])
        client.reset()
        #expect(throws: RawSocket.Failure.self) { _ = try service.hear() }
        try await until { running.counters.broken == 1 }
        await running.end()
    }

    @Test("a service that cannot be reached is an error for the client, counted, with a line that says why")
    func notReached() async throws {
        let dead = try Listener()
        dead.stop()
        let running = try RunningForwarder(
            to: .local(dead.port), policy: RetryPolicy(deadline: .milliseconds(200), lookupLimit: 2))
        let client = try RawSocket(port: running.port)
        #expect(throws: RawSocket.Failure.self) { _ = try client.hear() }
        try await until { running.counters.failed == 1 }
        let line = try #require(running.notes.all.first)
        #expect(line.hasPrefix("127.0.0.1:\(dead.port) could not be reached"), "\(line)")
        #expect(line.hasSuffix("connection refused"), "\(line)")
        await running.end()
    }

    @Test("each connection is looked up afresh: what moves is found by the next")
    func fresh() async throws {
        let zone = try await ServedZone()
        let (first, second) = (try await EchoService(greeting: "first"), try await EchoService(greeting: "second"))
        let running = try RunningForwarder(to: .service(try service()), resolver: zone.resolver)
        try await zone.register("0 0 \(first.port) four")
        #expect(try RawSocket(port: running.port).hearText(5) == "first")
        try await zone.register("0 0 \(second.port) four")
        #expect(try RawSocket(port: running.port).hearText(6) == "second")
        // A dead first instance is passed by.
        await second.stop()
        try await zone.register("0 0 \(second.port) four", "1 0 \(first.port) four")
        #expect(try RawSocket(port: running.port).hearText(5) == "first")
        await running.end()
        await zone.stop()
    }

    @Test("asked to stop, it takes nobody any more and lets those finish who are in")
    func drain() async throws {
        let echo = try await EchoService(greeting: "in")
        let running = try RunningForwarder(to: .local(echo.port))
        let client = try RawSocket(port: running.port)
        #expect(try client.hearText(2) == "in")
        running.forwarder.stop()
        try await until { (try? RawSocket(port: running.port)) == nil }
        try client.say("still here")
        #expect(try client.hearText(10) == "still here")
        client.endSaying()
        await running.ended()
        #expect(running.counters.broken == 0 && running.counters.active == 0)
    }

    @Test("who does not finish in time is cut off")
    func drainLimit() async throws {
        let echo = try await EchoService(greeting: "in")
        let running = try RunningForwarder(
            to: .local(echo.port), limits: ForwardLimits(drain: .milliseconds(100)))
        let client = try RawSocket(port: running.port)
        #expect(try client.hearText(2) == "in")
        running.forwarder.stop()
        await running.ended()
        #expect(throws: RawSocket.Failure.self) { _ = try client.hear() }
        #expect(running.counters.broken == 1)
    }

    // MARK: Unix sockets

    @Test("a Unix socket has its mode, replaces one that nobody listens at, and is gone afterwards")
    func unixSocket() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/socket"
        // Left behind by one that died.
        close(try ListeningSocket(unix: path).descriptor)
        let echo = try await EchoService()
        let running = try RunningForwarder(
            to: .local(echo.port), listeners: [ListeningSocket(unix: path, mode: 0o660)])
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o660)
        let client = try RawSocket(unix: path)
        try client.say("hello")
        #expect(try client.hearText(5) == "hello")
        let error = #expect(throws: ForwardError.self) { _ = try ListeningSocket(unix: path) }
        #expect(error?.description == "\(path) is in use: somebody listens at it")
        await running.end()
        #expect(stat(path, &status) != 0)
    }

    @Test("no other file is ever put aside for a socket")
    func notASocket() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("file", "dear to somebody")
        let error = #expect(throws: ForwardError.self) { _ = try ListeningSocket(unix: path) }
        #expect(error?.description == "\(path) is there and is no socket: nothing is put in its place")
        #expect(folder.read("file") == "dear to somebody")
    }

    private func residentBytes() -> Int {
        let words = text(of: "/proc/self/statm").split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}

private func text(of file: String) -> String {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = max(0, read(descriptor, &bytes, bytes.count))
    return String(decoding: bytes.prefix(count), as: UTF8.self)
}
