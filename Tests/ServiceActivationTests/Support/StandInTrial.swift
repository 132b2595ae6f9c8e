import ActivationControl
import DNSCore
import Dispatch
import Glibc
import PeerServers
import ServiceRegistration
import Synchronization

@testable import ServiceActivation

/// A stand-in on a thread of its own, with its control socket in a folder that goes with it.
final class StandInTrial: Sendable {
    let standIn: StandIn
    let folder: TemporaryFolder
    let ports: [String: UInt16]
    let notes: AsyncStream<StandInNote>
    private let finished: AsyncStream<StandIn.End>

    var client: StandInClient { StandInClient(at: "\(folder.path)/control.sock") }

    /// Each TCP socket gets a port of 127.0.0.1 that the kernel picks; `ports` has it by the service's name.
    init(_ services: [ActivatedService]) throws {
        folder = try TemporaryFolder()
        let (notes, sink) = AsyncStream.makeStream(of: StandInNote.self)
        self.notes = notes
        var sockets: [String: [Int32]] = [:]
        var ports: [String: UInt16] = [:]
        for service in services {
            for socket in service.sockets {
                let opened = try Self.open(socket)
                sockets["\(service.name)/\(socket.name)"] = opened
                ports[service.name] = opened.first.flatMap { SocketName(of: $0).port }
            }
        }
        self.ports = ports
        let listener = try ControlListener(at: "\(folder.path)/control.sock")
        standIn = try StandIn(services, sockets: sockets, control: listener) { sink.yield($0) }
        finished = Self.run(standIn, sink)
    }

    /// Takes everything over from another one, in whose folder it stays.
    init(_ services: [ActivatedService], replacing former: StandInTrial) throws {
        folder = former.folder
        ports = former.ports
        let (notes, sink) = AsyncStream.makeStream(of: StandInNote.self)
        self.notes = notes
        let estate = try StandInEstate(at: "\(folder.path)/control.sock")
        var sockets: [String: [Int32]] = [:]
        for service in estate.services {
            for (name, descriptors) in service.takeSockets() { sockets["\(service.service)/\(name)"] = descriptors }
        }
        standIn = try StandIn(services, sockets: sockets, estates: estate.services, control: estate.control) {
            sink.yield($0)
        }
        try estate.confirm()
        finished = Self.run(standIn, sink)
    }

    private static func run(
        _ standIn: StandIn, _ sink: AsyncStream<StandInNote>.Continuation
    ) -> AsyncStream<StandIn.End> {
        let (finished, end) = AsyncStream.makeStream(of: StandIn.End.self)
        DispatchQueue(label: "stand-in").async {
            if let ended = try? standIn.run() { end.yield(ended) }
            end.finish()
            sink.finish()
        }
        return finished
    }

    private static func open(_ socket: ActivatedSocket) throws -> [Int32] {
        switch socket.place {
        case .network(let transport, let port, let addresses):
            let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7F00_0001))
            return try NamelessSockets.open(
                transport, port: port ?? 0, at: addresses.isEmpty ? [loopback] : addresses)
        case .local(let place): return [try LocalSocket(at: place).descriptor]
        }
    }

    /// - Returns: how it has ended; nil where it could not even begin.
    func end() async -> StandIn.End? {
        standIn.end()
        return await finishedEnd
    }

    var finishedEnd: StandIn.End? {
        get async {
            for await end in finished { return end }
            return nil
        }
    }

    /// The first note about a service that is looked for, and those before it.
    func notes(until isLast: (ActivationNote) -> Bool) async -> [ActivationNote] {
        var heard: [ActivationNote] = []
        for await case .service(_, let note) in notes {
            heard.append(note)
            if isLast(note) { break }
        }
        return heard
    }
}
