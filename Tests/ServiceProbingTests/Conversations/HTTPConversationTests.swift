import DNSCore
import Glibc
import ServiceCatalog
import Synchronization
import Testing

@testable import ServiceProbing

/// The first report of a prober that probes one endpoint.
func report(
    of port: UInt16, _ kind: ProbeKind, path: String = "/", statuses: ClosedRange<UInt16> = 200...399,
    timeout: Duration = .seconds(20)
) async throws -> ProbeReport {
    let prober = try Prober(policy: ProbePolicy(timeout: timeout))
    let details = ProbeDetails(
        host: "web.svc.test", service: try DomainName("_x._tcp.svc.test."), path: path, statuses: statuses)
    prober.add([ProbeTarget(id: 0, endpoint: .loopback(port, .tcp), kind: kind, details: details)])
    for await batch in prober.reports() { if let report = batch.first { return report } }
    throw SystemError("reports ended")
}

@Suite("HTTP services are asked for a path", .timeLimit(.minutes(1)))
struct HTTPConversationTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test("one that answers is up, and each part of the probe is timed")
    func answer() async throws {
        let server = try TalkingServer(answering: Self.ok)
        let report = try await report(of: server.port, .http)
        #expect(report.observation.failure == .none)
        #expect(report.verdict == .up)
        #expect(report.evidence?.httpStatus == 200)
        #expect(report.observation.phases.connect > 0)
        #expect(report.observation.phases.tls == 0)
        #expect(report.observation.phases.firstByte > 0)
    }

    @Test("what is asked for is the path, of the host that the record names")
    func request() async throws {
        let heard = Mutex("")
        let server = try TalkingServer { caller in
            let request = caller.hear()
            heard.withLock { $0 = request }
            caller.say(Self.ok)
        }
        _ = try await report(of: server.port, .http, path: "/health?deep=1")
        let lines = heard.withLock { $0 }.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "GET /health?deep=1 HTTP/1.1")
        #expect(lines.contains { $0.lowercased() == "host: web.svc.test:\(server.port)" })
        #expect(lines.contains { $0.lowercased() == "connection: close" })
    }

    @Test(
        "the status decides",
        arguments: [
            (200, 200...399, Reason.none), (302, 200...399, .none), (404, 200...399, .wrongStatus),
            (503, 200...399, .wrongStatus), (204, 204...204, .none), (200, 204...204, .wrongStatus),
            (401, 200...401, .none),
        ] as [(UInt16, ClosedRange<UInt16>, Reason)])
    func status(status: UInt16, expected: ClosedRange<UInt16>, reason: Reason) async throws {
        let server = try TalkingServer(answering: "HTTP/1.1 \(status) Such\r\nContent-Length: 0\r\n\r\n")
        let report = try await report(of: server.port, .http, statuses: expected)
        #expect(report.observation.failure == reason)
        #expect(report.evidence?.httpStatus == status)
    }

    @Test("a word in between is no answer")
    func informational() async throws {
        let server = try TalkingServer(answering: "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + Self.ok)
        #expect(try await report(of: server.port, .http).evidence?.httpStatus == 200)
    }

    @Test(
        "what is no HTTP is a wrong answer",
        arguments: ["220 mail.svc.test ESMTP\r\n", "\0\u{1}\u{2}\u{3}", "HTTP/9.9 2000 OK\r\n\r\n", "SSH-2.0-x\r\n"])
    func garbage(text: String) async throws {
        let server = try TalkingServer { caller in
            _ = caller.hear()
            caller.say(text)
        }
        #expect(try await report(of: server.port, .http).observation.failure == .wrongAnswer)
    }

    @Test("who closes without a word, or slams the door, gives a wrong answer")
    func silence() async throws {
        let closing = try TalkingServer { _ = $0.hear() }
        #expect(try await report(of: closing.port, .http).observation.failure == .wrongAnswer)
        let slamming = try TalkingServer { caller in
            _ = caller.hear()
            caller.say("HTTP/1.1 2")
            caller.slam()
        }
        #expect(try await report(of: slamming.port, .http).observation.failure == .wrongAnswer)
    }

    @Test("headers without end, and interim answers without end, are broken off")
    func endless() async throws {
        let headers = try TalkingServer { caller in
            _ = caller.hear()
            caller.say("HTTP/1.1 200 OK\r\n")
            while caller.say("X-More: \(String(repeating: "y", count: 1000))\r\n") {}
        }
        #expect(try await report(of: headers.port, .http).observation.failure == .wrongAnswer)
        let interim = try TalkingServer { caller in
            _ = caller.hear()
            while caller.say("HTTP/1.1 100 Continue\r\n\r\n") {}
        }
        #expect(try await report(of: interim.port, .http).observation.failure == .wrongAnswer)
    }

    @Test("who answers drop by drop is not waited for longer than others")
    func drip() async throws {
        let server = try TalkingServer { caller in
            _ = caller.hear()
            for byte in Array("HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 10_000))".utf8) {
                guard caller.say([byte]) else { return }
                usleep(20_000)
            }
        }
        let report = try await report(of: server.port, .http, timeout: .milliseconds(200))
        #expect(report.observation.failure == .timedOut)
    }

    @Test("a prober that is stopped, and an endpoint that is taken away, hang up")
    func hangUp() async throws {
        let server = try TalkingServer { $0.waitForEnd() }
        let prober = try Prober(policy: ProbePolicy(timeout: .seconds(50)))
        let details = ProbeDetails(host: "h", service: .root)
        let target = ProbeTarget(id: 0, endpoint: .loopback(server.port, .tcp), kind: .http, details: details)
        // The server hears one caller at a time: that the second is heard shows that the first has hung up.
        for _ in 0..<3 {
            prober.add([target])
            prober.remove([0])
        }
        prober.stop()
        for await _ in prober.reports() {}
        let answering = try TalkingServer(answering: Self.ok)
        #expect(try await report(of: answering.port, .http).observation.failure == .none)
    }
}
