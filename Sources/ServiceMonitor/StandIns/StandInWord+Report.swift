import ActivationControl
import DNSCore
import ServiceCatalog

extension StandInWord {
    /// A stand-in's report, with as much of it as is shown.
    init(_ report: ServiceReport) {
        self.init(
            service: report.service.cut(to: Self.longestName), state: State(report.state),
            since: Timestamp(secondsSince1970: report.since), startCount: max(0, report.starts),
            lastStart: report.lastStart.map(Timestamp.init(secondsSince1970:)), process: report.process,
            wake: WakeSign(report.wake), isPerConnection: report.isPerConnection,
            reason: (report.reason ?? "").cut(to: Self.longestReason),
            sockets: report.sockets.prefix(Self.mostSockets).compactMap(Socket.init))
    }

    private static let longestName = 255
    private static let longestReason = 300
    private static let mostSockets = 256
}

extension StandInWord.Socket {
    /// nil for one that no record leads to.
    fileprivate init?(_ socket: ReportedSocket) {
        let transport: Transport
        switch socket.kind {
        case .tcp: transport = .tcp
        case .udp: transport = .udp
        case .unix: return nil
        }
        guard let colon = socket.place.lastIndex(of: ":"),
            let port = UInt16(socket.place[socket.place.index(after: colon)...])
        else { return nil }
        var host = socket.place[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(String(host)) else { return nil }
        self.init(transport: transport, address: address, port: port, inode: socket.inode)
    }
}

extension StandInWord.State {
    fileprivate init(_ state: ServiceState) {
        self =
            switch state {
            case .dormant: .dormant
            case .starting: .starting
            case .active: .active
            case .stopping: .stopping
            case .waiting: .waiting
            case .suspended: .suspended
            }
    }
}

extension WakeSign {
    fileprivate init(_ wake: ServiceReport.Wake) {
        self =
            switch wake {
            case .connect: .connect
            case .data: .data
            }
    }
}

extension Timestamp {
    /// Of a report: not before 1970, not after the year 9999 by its reader.
    fileprivate init(secondsSince1970 seconds: Double) {
        self.init(nanoseconds: Int64(exactly: (min(max(seconds, 0), 9_000_000_000) * 1_000_000_000).rounded()) ?? 0)
    }
}

extension String {
    fileprivate func cut(to count: Int) -> String { self.count <= count ? self : String(prefix(count)) }
}
