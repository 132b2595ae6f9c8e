import ActivationControl
import Glibc

/// What another stand-in hands over: the other one waits until it hears that all of it has arrived, and goes on where it hears
/// nothing.
package final class StandInEstate {
    package let services: [ServiceEstate]
    /// Its control socket.
    package let control: ControlListener
    private let connection: ControlConnection

    /// Asks the stand-in that listens at a path.
    package init(at path: String) throws(StandInError) {
        var services: [ServiceEstate] = []
        var control: ControlListener?
        connection = try Self.ask(path)
        while true {
            guard case .message(let message, let descriptors) = connection.receive(within: Self.patience) else {
                throw .control(.silent(path, Self.patience))
            }
            if let words = message["ERROR"] { throw .control(.refused(words)) }
            if message.isEnd { break }
            if message["CONTROL"] != nil, let descriptor = descriptors.first {
                control = try Self.listener(descriptor, path)
            } else if let estate = ServiceEstate(message, descriptors), services.count < Self.mostServices {
                Self.add(estate, to: &services)
            } else {
                throw .estate("a packet that is not understood")
            }
        }
        guard let control else { throw .estate("no control socket") }
        self.services = services
        self.control = control
    }

    /// All of it is ours now; the other one leaves.
    package func confirm() throws(StandInError) {
        guard connection.send(["TAKEN": "1"], within: Self.patience) == .sent else {
            throw .estate("it did not wait for us, and goes on")
        }
        // It leaves before anything else is done.
        while case .message = connection.receive(within: Self.patience) {}
    }

    static let patience = Duration.seconds(5)
    private static let mostServices = 20_000

    private static func ask(_ path: String) throws(StandInError) -> ControlConnection {
        do throws(ControlError) {
            let connection = try ControlConnection.connect(to: path, within: patience)
            guard connection.send(ControlRequest.replace.message, within: patience) == .sent else {
                throw .ended(path)
            }
            return connection
        } catch {
            throw .control(error)
        }
    }

    private static func listener(_ descriptor: PassedDescriptor, _ path: String) throws(StandInError) -> ControlListener
    {
        do throws(ControlError) {
            return try ControlListener(owning: descriptor, at: path)
        } catch {
            throw .control(error)
        }
    }

    /// What is about one service comes in a row.
    private static func add(_ estate: ServiceEstate, to services: inout [ServiceEstate]) {
        guard let last = services.indices.last, services[last].service == estate.service else {
            return services.append(estate)
        }
        services[last].merge(estate)
    }
}
