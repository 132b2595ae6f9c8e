import DNSAuthority
import DNSClient
import DNSCore

extension SocketPlace {
    /// From the command line: `127.0.0.1:5300`, `[::1]:5300`, `127.0.0.1`.
    init(_ text: String, port: UInt16) throws(Failure) {
        let parsed: ServerAddress
        do throws(ServerAddressError) {
            parsed = try ServerAddress(text)
        } catch {
            throw Failure("\(text): \(error)", .usage)
        }
        guard let address = IPAddress(parsed.host) else {
            throw Failure("\(text): only addresses can be listened at, not names", .usage)
        }
        self.init(address, port: parsed.port ?? port)
    }
}
