import ActivationControl
import CPlatform
import DNSCore
import Dispatch
import Glibc
import ServiceActivation
import ServiceRegistration

/// What the demonstration's dormant services are made of.
package struct DemoActivation: Sendable {
    /// `svctop` itself: nothing else is sure to be there.
    package var program: String
    /// What makes it be `DemoProgram`.
    package var arguments: [String]
    /// Where the control socket is put; nobody else can write there.
    package var folder: String

    package init(program: String, arguments: [String], folder: String) {
        self.program = program
        self.arguments = arguments
        self.folder = folder
    }
}

/// Holds the demonstration's dormant services: a stand-in as `svctop activate` has one, on a thread of its own.
final class DemoStandIn: Sendable {
    private let standIn: StandIn
    private let control: ControlListener
    private let ports: [DemoInstance: UInt16]
    private let ended: AsyncStream<Void>
    private let endedSink: AsyncStream<Void>.Continuation

    /// Without a client for so long, they sleep again.
    private static let idleTimeout = Duration.seconds(20)
    private static let socketName = "http"

    init(
        _ activation: DemoActivation, _ instances: [DemoInstance], address: (String) -> IPAddress?
    ) throws {
        var services: [ActivatedService] = []
        var sockets: [String: [Int32]] = [:]
        var ports: [DemoInstance: UInt16] = [:]
        for instance in instances {
            guard let wake = instance.wake, let address = address(instance.host) else { continue }
            let held = try BoundPort(0, at: [address], .tcp, listens: true).take()
            var own = platform_peer()
            guard let descriptor = held.first, platform_probe_local_name(descriptor, &own) == 0 else { continue }
            ports[instance] = own.port
            sockets["\(instance.host)/\(Self.socketName)"] = held
            services.append(Self.service(instance, wake, at: address, port: own.port, activation))
        }
        self.ports = ports
        control = try ControlListener(at: "\(activation.folder)/demo.sock")
        standIn = try StandIn(services, sockets: sockets, control: control) { _ in }
        (ended, endedSink) = AsyncStream.makeStream()
    }

    private static func service(
        _ instance: DemoInstance, _ wake: WakeCondition, at address: IPAddress, port: UInt16,
        _ activation: DemoActivation
    ) -> ActivatedService {
        var service = ActivatedService(
            instance.host, activation.program, activation.arguments,
            sockets: [ActivatedSocket(socketName, .network(.tcp, port: port, addresses: [address]))])
        // Where the compiler's libraries lie, if not in the usual place.
        if let libraries = getenv("LD_LIBRARY_PATH") {
            service.environment["LD_LIBRARY_PATH"] = String(cString: libraries)
        }
        service.wake = wake
        service.ready = .notify
        service.startTimeout = .seconds(10)
        service.stopTimeout = .seconds(2)
        service.idleTimeout = idleTimeout
        return service
    }

    func port(of instance: DemoInstance) -> UInt16? { ports[instance] }

    func start() {
        // A serial queue has a thread of its own while it waits.
        DispatchQueue(label: "svctop.demo.stand-in").async { [self] in
            _ = try? standIn.run()
            endedSink.finish()
        }
    }

    /// Tells what runs to end, and waits until it has.
    func end() async {
        standIn.end()
        for await _ in ended {}
        control.end(removing: true)
    }
}
