import DNSClient
import DNSCore
import Glibc
import ServiceConnection

/// One end of what `forward` carries, as people write it.
struct ForwardPlace {
    enum Kind {
        case internet(IPAddress, UInt16)
        case unix(String)
        /// The sockets that were handed down.
        case inherited
        case service(DomainName)
    }

    var kind: Kind
    var usesTLS = false

    /// Where connections come from: `[tcp:|tls:][ADDRESS:]PORT`, `unix:PATH`, `fd`, `tls+fd`.
    init(from text: String) throws(Failure) {
        let (scheme, rest) = Self.split(text)
        switch scheme {
        case "unix": kind = .unix(rest)
        case "fd" where rest.isEmpty: kind = .inherited
        case "tls+fd" where rest.isEmpty: (kind, usesTLS) = (.inherited, true)
        case "tcp", "tls":
            let place = try Self.internet(rest, isListening: true)
            (kind, usesTLS) = (place, scheme == "tls")
        default:
            throw Failure("\(text): give [ADDRESS:]PORT, tls:[ADDRESS:]PORT, unix:PATH or fd to listen at", .usage)
        }
    }

    /// Where they go to: `NAME`, `srv:NAME`, `tls+srv:NAME`, `tcp:ADDRESS:PORT`, `unix:PATH`.
    init(to text: String) throws(Failure) {
        let (scheme, rest) = Self.split(text, otherwise: "srv")
        switch scheme {
        case "srv", "tls+srv": (kind, usesTLS) = (.service(try serviceName(rest)), scheme == "tls+srv")
        case "unix": kind = .unix(rest)
        case "tcp": kind = try Self.internet(rest, isListening: false)
        default:
            throw Failure("\(text): give NAME, tls+srv:NAME, tcp:ADDRESS:PORT or unix:PATH to carry to", .usage)
        }
    }

    private static let schemes = ["unix", "fd", "tls+fd", "tcp", "tls", "srv", "tls+srv"]

    /// A path is one of a Unix socket, a scheme is not needed.
    private static func split(_ text: String, otherwise scheme: String = "tcp") -> (scheme: String, rest: String) {
        if text.hasPrefix("/") { return ("unix", text) }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, schemes.contains(first) else { return (scheme, text) }
        return (first, parts.count == 2 ? parts[1] : "")
    }

    /// An address with a port; where one listens, loopback without an address, and 0 for the kernel's choice.
    private static func internet(_ text: String, isListening: Bool) throws(Failure) -> Kind {
        if isListening, let port = UInt16(text) { return .internet(.v4(IPv4Address(rawValue: 0x7F00_0001)), port) }
        let anyPort = isListening ? text.wholeMatch(of: #/(\[.*\]|[^:]*):0/#) : nil
        let parsed: ServerAddress
        do throws(ServerAddressError) {
            parsed = try ServerAddress(anyPort?.1 ?? text[...])
        } catch {
            throw Failure("\(text): \(error)", .usage)
        }
        guard let address = IPAddress(parsed.host) else {
            throw Failure("\(text): give an address; names are for services (srv:NAME)", .usage)
        }
        guard let port = anyPort == nil ? parsed.port : 0 else { throw Failure("\(text): give a port", .usage) }
        return .internet(address, port)
    }

    /// Listens there.
    /// - Parameter mode: Of a Unix socket.
    func listen(mode: mode_t) throws(Failure) -> [ListeningSocket] {
        do throws(ForwardError) {
            switch kind {
            case .internet(let address, let port): return [try ListeningSocket(at: address, port: port)]
            case .unix(let path): return [try ListeningSocket(unix: path, mode: mode)]
            case .inherited:
                let inherited = InheritedSockets.take().streams
                guard !inherited.isEmpty else { throw ForwardError("no socket was handed down (LISTEN_FDS)") }
                var sockets: [ListeningSocket] = []
                for descriptor in inherited { sockets.append(try ListeningSocket(inherited: descriptor)) }
                return sockets
            case .service: return []
            }
        } catch {
            throw Failure("\(error)")
        }
    }

    var destination: ForwardPlan.Destination {
        switch kind {
        case .internet(let address, let port): .address(address, port: port)
        case .unix(let path): .unix(path)
        case .service(let name): .service(name)
        case .inherited: .unix("")
        }
    }
}
