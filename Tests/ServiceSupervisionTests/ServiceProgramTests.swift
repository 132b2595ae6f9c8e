import Glibc
import Testing

@testable import ServiceSupervision

@Suite("What a program is started with follows from its ports")
struct ServiceProgramTests {
    private static let ports = [
        ServicePort(label: "http", port: 8080), ServicePort(label: "metrics-v2", port: 9090),
    ]

    private func command(_ arguments: [String], at ports: [ServicePort] = Self.ports) -> Command {
        ServiceProgram("x", arguments, environment: ["A": "b", "NOTIFY_SOCKET": "/run/x"], readiness: .listening)
            .command(at: ports)
    }

    @Test(
        "{port} and {port:LABEL} stand for ports, and nothing else does",
        arguments: [
            ("{port}", "8080"), ("--listen=127.0.0.1:{port}", "--listen=127.0.0.1:8080"),
            ("{port}{port:metrics-v2}", "80809090"), ("{port:none}", "{port:none}"), ("{ports}", "{ports}"),
            ("{port:}", "{port:}"), ("{}", "{}"), ("{port", "{port"), ("", ""),
        ])
    func placeholders(argument: String, expected: String) {
        #expect(command([argument]).arguments == [expected])
    }

    @Test("a program that listens by itself finds its ports in its environment")
    func variables() {
        #expect(
            command([]).environment == ["A": "b", "PORT": "8080", "PORT_HTTP": "8080", "PORT_METRICS_V2": "9090"])
    }

    @Test("one that is given sockets finds those, and no port that it might listen at besides")
    func sockets() {
        let command = command(
            [],
            at: [
                ServicePort(label: "http", port: 8080, descriptors: [7, 8]),
                ServicePort(label: "b", port: 1, descriptors: [9]),
            ])
        #expect(command.environment == ["A": "b"])
        #expect(
            command.handedOver
                == [
                    HandedDescriptor(7, name: "http"), HandedDescriptor(8, name: "http"),
                    HandedDescriptor(9, name: "b"),
                ])
        #expect(command.completeEnvironment.sorted() == ["A=b", "LISTEN_FDNAMES=http:http:b", "LISTEN_FDS=3"])
    }

    @Test("it ends with us, should we die without a word")
    func ending() { #expect(command([]).signalAtOurEnd == SIGTERM) }
}
