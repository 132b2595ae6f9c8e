import CPlatform
import DNSCore
import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

/// The prober's thread against real sockets on loopback.
@Suite(.timeLimit(.minutes(1)))
struct ProberTests {
    private let quick = ProbePolicy(
        interval: .milliseconds(100), timeout: .milliseconds(300), suspectInterval: .milliseconds(70))

    /// For peers that answer, however busy the machine is.
    private let patient = ProbePolicy(timeout: .seconds(50))

    private func target(_ id: UInt32, _ port: UInt16, _ kind: ProbeKind = .tcpConnect) -> ProbeTarget {
        ProbeTarget(id: id, endpoint: .loopback(port, kind == .tcpConnect ? .tcp : .udp), kind: kind)
    }

    /// The first report of a prober that probes one endpoint.
    private func firstReport(of target: ProbeTarget, _ policy: ProbePolicy? = nil) async throws -> ProbeReport {
        let prober = try Prober(policy: policy ?? quick)
        prober.add([target])
        for await batch in prober.reports() { if let report = batch.first { return report } }
        throw SystemError("reports ended")
    }

    // MARK: TCP

    @Test func `a listener that is killed becomes suspect, then down, and up again once it is back`() async throws {
        var listener: LoopbackSocket? = try LoopbackSocket(SOCK_STREAM)
        listener?.listen()
        let port = try #require(listener?.port)
        let prober = try Prober(policy: quick)
        prober.add([target(5, port)])
        var verdicts: [Verdict] = []
        reading: for await batch in prober.reports() {
            for report in batch where report.verdict != verdicts.last {
                verdicts.append(report.verdict)
                #expect(report.id == 5)
                #expect(report.endpoint == .loopback(port, .tcp))
                switch (report.verdict, verdicts.count) {
                case (.up, 1):
                    #expect(report.observation.failure == .none)
                    #expect(report.observation.phases.connect > 0)
                    listener = nil
                case (.suspect, _):
                    #expect(report.observation.failure == .refused)
                    #expect(report.failuresInARow < 3)
                case (.down, _):
                    #expect(report.failuresInARow >= 3)
                    listener = try LoopbackSocket(SOCK_STREAM, port: port)
                    listener?.listen()
                case (.recovering, _):
                    #expect(report.answersInARow == 1)
                default:
                    #expect(report.answersInARow >= 2)
                    break reading
                }
            }
        }
        #expect(verdicts == [.up, .suspect, .down, .recovering, .up])
    }

    @Test func `a port that nobody listens on refuses`() async throws {
        let closed = try LoopbackSocket(SOCK_STREAM)
        let report = try await firstReport(of: target(0, closed.port))
        #expect(report.observation.failure == .refused)
        #expect(report.verdict == .suspect)
        #expect(report.observation.phases == ProbePhases())
    }

    @Test func `a listener with a full backlog times out`() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen(backlog: 0)
        var clients: [ProbeSocket] = []
        defer { for client in clients { client.close() } }
        let peer = Endpoint.loopback(listener.port, .tcp).peer
        for _ in 0..<4 {
            let client = try #require(ProbeSocket.open(for: peer, isDatagram: false))
            _ = client.connect(to: peer)
            clients.append(client)
        }
        let report = try await firstReport(of: target(0, listener.port))
        #expect(report.observation.failure == .timedOut)
    }

    @Test func `an address of nobody is unreachable, not this host`() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let nobody = Endpoint(address: .v4(IPv4Address(rawValue: 0)), port: listener.port, transport: .tcp)
        let report = try await firstReport(of: ProbeTarget(id: 0, endpoint: nobody, kind: .tcpConnect))
        #expect(report.observation.failure == .unreachable)
    }

    @Test func `IPv6 is probed too`() async throws {
        let loopback = Endpoint(address: .v6(IPv6Address(high: 0, low: 1)), port: 1, transport: .tcp)
        let report = try await firstReport(of: ProbeTarget(id: 0, endpoint: loopback, kind: .tcpConnect))
        // Where this host has no IPv6 it is the probe that fails.
        #expect([.refused, .probeFailed, .unreachable].contains(report.observation.failure))
    }

    @Test func `a connection of a port to itself is told from one to a service`() throws {
        let alone = try LoopbackSocket(SOCK_STREAM)
        #expect(alone.connect(to: alone.port) == 0)
        #expect(ProbeSocket(descriptor: alone.descriptor).isConnectedToItself)
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let client = try LoopbackSocket(SOCK_STREAM)
        #expect(client.connect(to: listener.port) == 0)
        #expect(!ProbeSocket(descriptor: client.descriptor).isConnectedToItself)
    }

    // MARK: UDP

    @Test(arguments: [
        (ProbeKind.dns, DatagramProtocol.dns), (.ntp, .ntp), (.sipOptions, .sipOptions), (.stun, .stun),
    ])
    func `a service that answers in its protocol is up`(kind: ProbeKind, datagram: DatagramProtocol) async throws {
        let server = try UDPServer { [Answers.answer(datagram, to: $0)] }
        let report = try await firstReport(of: target(0, server.port, kind), patient)
        #expect(report.observation.failure == .none)
        #expect(report.verdict == .up)
        #expect(report.observation.phases.connect == 0)
        #expect(report.observation.phases.firstByte > 0)
    }

    @Test(arguments: [ProbeKind.dns, .ntp, .sipOptions, .stun])
    func `one that answers with something else is wrong`(kind: ProbeKind) async throws {
        let server = try UDPServer { _ in [[1, 2, 3]] }
        let report = try await firstReport(of: target(0, server.port, kind))
        #expect(report.observation.failure == .wrongAnswer)
    }

    @Test func `one that floods is wrong without delay, and an answer among noise is an answer`() async throws {
        let flood = try UDPServer { _ in Array(repeating: [0], count: 100) }
        let report = try await firstReport(of: target(0, flood.port, .ntp), patient)
        #expect(report.observation.failure == .wrongAnswer)
        let noisy = try UDPServer { [[], [7], Answers.answer(.ntp, to: $0)] }
        #expect(try await firstReport(of: target(0, noisy.port, .ntp), patient).observation.failure == .none)
    }

    @Test func `one that is silent times out, a closed port refuses`() async throws {
        let silent = try LoopbackSocket(SOCK_DGRAM)
        #expect(try await firstReport(of: target(0, silent.port, .dns)).observation.failure == .timedOut)
        let closed = try LoopbackSocket(SOCK_DGRAM).port
        #expect(try await firstReport(of: target(0, closed, .dns)).observation.failure == .refused)
    }

    @Test func `a service of no known protocol is unknown`() async throws {
        let report = try await firstReport(of: target(0, 9, .none))
        #expect(report.verdict == .unknown)
        #expect(report.observation.failure == .noProbeForProtocol)
    }

    // MARK: Commands

    @Test func `what was removed is probed no more`() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let prober = try Prober(policy: quick)
        prober.add([target(0, listener.port), target(1, listener.port)])
        var isRemoved = false
        var removedAt: Timestamp?
        var later = 0
        reading: for await batch in prober.reports() {
            for report in batch {
                switch report.id {
                case 0:
                    #expect(removedAt.map { report.observation.at <= $0 } != false)
                    guard !isRemoved else { continue }
                    isRemoved = true
                    prober.remove([0])
                    // Its report tells that what was asked before it has been done.
                    prober.add([target(2, 9, .none)])
                case 1:
                    later += removedAt == nil ? 0 : 1
                    if later == 5 { break reading }
                default:
                    removedAt = report.observation.at
                }
            }
        }
    }

    @Test func `asking for a probe does not wait for its turn`() async throws {
        let listener = try LoopbackSocket(SOCK_STREAM)
        listener.listen()
        let prober = try Prober(policy: ProbePolicy(interval: .seconds(1000)))
        prober.add([target(0, listener.port)])
        var count = 0
        for await batch in prober.reports() {
            count += batch.count
            if count == 5 { break }
            prober.probeNow([0])
        }
        #expect(count == 5)
    }

    @Test func `a stopped prober's reports end`() async throws {
        let prober = try Prober(policy: quick)
        let reader = Task {
            for await _ in prober.reports() {}
            return true
        }
        prober.stop()
        #expect(await reader.value)
    }

    // MARK: Sweeps

    @Test func `a sweep finds out about every endpoint once`() async throws {
        let listeners = try (0..<40).map { _ in try LoopbackSocket(SOCK_STREAM) }
        for listener in listeners[..<20] { listener.listen() }
        let silent = try LoopbackSocket(SOCK_DGRAM)
        let targets =
            listeners.enumerated().map { target(UInt32($0), $1.port) }
            + [target(40, silent.port, .stun), target(41, 9, .none)]
        var progress: [Int] = []
        let reports = try await ProbeSweep(targets, policy: quick).collect { progress.append($0) }
        #expect(progress.last == 42)
        #expect(progress == progress.sorted())
        let verdicts = reports.sorted { $0.id < $1.id }.map(\.verdict)
        #expect(verdicts == Array(repeating: .up, count: 20) + Array(repeating: .down, count: 21) + [.unknown])
        #expect(reports.first { $0.id == 40 }?.observation.failure == .timedOut)
    }

    @Test func `a sweep ends when its reader is cancelled`() async throws {
        let silent = try LoopbackSocket(SOCK_DGRAM)
        let sweep = try ProbeSweep([target(0, silent.port, .dns)], policy: patient)
        let reader = Task { await sweep.collect() }
        reader.cancel()
        #expect(await reader.value.isEmpty)
    }

    @Test func `a sweep of nothing ends at once`() async throws {
        #expect(try await ProbeSweep([]).collect().isEmpty)
    }
}
