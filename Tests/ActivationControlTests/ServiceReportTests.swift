import Testing

@testable import ActivationControl

@Suite("What a stand-in says of a service") struct ServiceReportTests {
    @Test("is read as it was written")
    func isReadAsWritten() {
        let full = ServiceReport(
            "web", .waiting, since: 1_790_000_000.25, starts: 3, lastStart: 1_789_999_999, process: 4711,
            successor: 4712, wake: .data,
            isPerConnection: true, reason: "exited with code 3", names: ["_http._tcp.a.", "_http._tcp.b."],
            sockets: [
                ReportedSocket("http", .tcp, at: "[::1]:80", inode: 4_294_967_296),
                ReportedSocket("http", .udp, at: "127.0.0.1:80", inode: 2),
                ReportedSocket("", .unix, at: "/run/a b c", inode: 3),
            ])
        #expect(ServiceReport(full.message) == full)
        let short = ServiceReport("web", .dormant, since: 0)
        #expect(ServiceReport(short.message) == short)
    }

    @Test("names no process and no start where there is none")
    func leavesOutWhatIsNotThere() {
        let message = ServiceReport("web", .dormant, since: 0).message
        for key in ["PROCESS", "STARTED", "REASON", "NAME", "SOCKET"] { #expect(message[key] == nil) }
    }

    @Test("fits into a packet, however much there is to say")
    func fitsIntoAPacket() throws {
        var report = ServiceReport("web", .waiting, since: 1, reason: String(repeating: "very ", count: 20_000))
        report.names = (0..<5000).map { "_http._tcp.name-\($0).svc.internal." }
        report.sockets = (0..<5000).map { ReportedSocket("http", .tcp, at: "[::1]:\($0)", inode: $0) }
        let bytes = try #require(report.message.bytes)
        let read = try #require(ControlMessage(bytes: bytes).flatMap { ServiceReport($0) })
        #expect(read.names == Array(report.names.prefix(read.names.count)) && read.names.count > 500)
        #expect(read.sockets == Array(report.sockets.prefix(read.sockets.count)) && read.sockets.count > 500)
    }

    @Test("is nothing without a service, a state and a time", arguments: ["SERVICE", "STATE", "SINCE"])
    func takesThree(_ missing: String) {
        var message = ControlMessage()
        for field in ServiceReport("web", .active, since: 1).message.fields where field.key != missing {
            message.append(field.key, field.value)
        }
        #expect(ServiceReport(message) == nil)
    }

    @Test(
        "has no time that nobody can compute with",
        arguments: ["nan", "inf", "-1", "1e400", "253402300800", "0x1p9999", ""])
    func hasASensibleTime(_ text: String) {
        #expect(ServiceReport(["SERVICE": "web", "STATE": "active", "SINCE": text]) == nil)
    }

    @Test(
        "leaves out sockets that are not understood, and what is new to us",
        arguments: [
            "", "http", "http tcp", "http tcp 127.0.0.1:80", "http sctp a 1", "http tcp a -1",
            "http tcp a 99999999999999999999",
        ])
    func passesOver(_ text: String) {
        let message: ControlMessage = [
            "SERVICE": "web", "STATE": "active", "SINCE": "1", "SOCKET": text, "WAKE": "telepathy", "COLOUR": "blue",
            "PROCESS": "99999999999",
        ]
        let report = ServiceReport(message)
        #expect(report == ServiceReport("web", .active, since: 1))
    }
}
