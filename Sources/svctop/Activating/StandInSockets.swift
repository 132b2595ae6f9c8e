import ActivationControl
import DNSCore
import Glibc
import ServiceActivation
import ServiceRegistration

/// The listening sockets of a stand-in, by `SERVICE/SOCKET`: opened here, claimed by a registrar, or handed over.
struct StandInSockets {
    private(set) var descriptors: [String: [Int32]] = [:]
    /// Files of Unix sockets, which go with the stand-in.
    private(set) var files: [LocalSocketFile] = []

    /// Those of a registrar, which closes its own.
    mutating func add(_ claimed: [ClaimedPort]) throws(Failure) {
        for port in claimed {
            for descriptor in port.descriptors {
                let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
                guard duplicate >= 0 else { throw Failure("a socket: \(String(cString: strerror(errno)))") }
                descriptors[port.label, default: []].append(duplicate)
            }
        }
    }

    /// Opens one that no records lead to.
    /// - Parameter addresses: where no other is given.
    mutating func open(_ socket: ActivatedSocket, as label: String, at usual: [IPAddress]) throws(Failure) {
        switch socket.place {
        case .network(_, nil, _): return
        case .network(let transport, let port?, let addresses):
            do throws(SocketFault) {
                descriptors[label] = try NamelessSockets.open(
                    transport, port: port, at: addresses.isEmpty ? usual : addresses)
            } catch {
                throw Failure("\(label): \(error)")
            }
        case .local(let place):
            do throws(LocalSocketError) {
                let opened = try LocalSocket(at: place)
                descriptors[label] = [opened.descriptor]
                files.append(opened.file)
            } catch {
                throw Failure("\(label): \(error)")
            }
        }
    }

    /// Another stand-in's.
    mutating func add(_ handedOver: [Int32], of socket: ActivatedSocket, as label: String) {
        descriptors[label] = handedOver
        if case .local(let place) = socket.place { LocalSocketFile(at: place.path).map { files.append($0) } }
    }
}

// MARK: - What another stand-in has

extension ActivatedSocket {
    /// Whether a socket that is there already is this one, wherever it may choose its port.
    func isHeld(as reported: ReportedSocket) -> Bool {
        guard name == reported.name else { return false }
        switch place {
        case .local(let place): return reported.kind == .unix && reported.place == place.path
        case .network(let transport, let port, let addresses):
            guard reported.kind.rawValue == transport.rawValue, let held = reported.address else { return false }
            return (port == nil || port == held.port)
                && (addresses.isEmpty || addresses.contains { "\($0)" == held.host })
        }
    }
}

extension ReportedSocket {
    /// `127.0.0.1:8080`, `[::1]:8080`; nil for a path.
    var address: (host: String, port: UInt16)? {
        guard kind != .unix, let colon = place.lastIndex(of: ":"),
            let port = UInt16(place[place.index(after: colon)...])
        else { return nil }
        return (place[..<colon].filter { $0 != "[" && $0 != "]" }, port)
    }
}
