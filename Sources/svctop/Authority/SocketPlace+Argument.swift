import DNSAuthority
import DNSClient
import DNSCore

extension SocketPlace {
    /// From the command line: `127.0.0.1:5300`, `[::1]:5300`, `127.0.0.1`; port 0 lets the kernel choose.
    init(_ text: String, port: UInt16) throws(Failure) {
        let anyPort = text.wholeMatch(of: #/(\[.*\]|[^:]*):0/#)
        let parsed: ServerAddress
        do throws(ServerAddressError) {
            parsed = try ServerAddress(anyPort?.1 ?? text[...])
        } catch {
            throw Failure("\(text): \(error)", .usage)
        }
        guard let address = IPAddress(parsed.host) else {
            throw Failure("\(text): only addresses can be listened at, not names", .usage)
        }
        self.init(address, port: anyPort == nil ? parsed.port ?? port : 0)
    }
}
