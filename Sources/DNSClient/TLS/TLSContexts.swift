import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// TLS contexts by what they trust: one holds every authority of the system, and is not made twice.
final class TLSContexts: Sendable {
    private struct Key: Hashable {
        var trust: TLSPolicy.Trust
        var minimumVersion: TLSVersion
        /// A CA file that has been replaced is read again.
        var fileTime: Int
    }

    private let contexts = Mutex<[Key: NIOSSLContext]>([:])

    /// - Parameter isTransfer: RFC 9103 section 8.1 asks for TLS 1.3, RFC 7858 does with 1.2.
    func check(for server: Server, isTransfer: Bool) async throws(ClientError) -> TLSCheck? {
        guard let policy = server.tls else { return nil }
        if policy.trust == .pinsOnly, policy.pins.isEmpty { throw .tls(.noPins) }
        let key = Key(
            trust: policy.trust, minimumVersion: isTransfer ? .tlsv13 : .tlsv12, fileTime: fileTime(policy.trust))
        let context = try await context(key)
        return TLSCheck(context: context, policy: policy, host: server.address.host)
    }

    private func context(_ key: Key) async throws(ClientError) -> NIOSSLContext {
        if let known = contexts.withLock({ $0[key] }) { return known }
        do {
            let made = try await NIOThreadPool.singleton.runIfActive { try Self.make(key) }
            contexts.withLock { contexts in
                contexts = contexts.filter { $0.key.trust != key.trust || $0.key.fileTime == key.fileTime }
                contexts[key] = made
            }
            return made
        } catch let error as TLSFailure {
            throw .tls(error)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .tls(.handshake("cannot be set up: \(error)"))
        }
    }

    private static func make(_ key: Key) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = key.minimumVersion
        configuration.applicationProtocols = ["dot"]
        configuration.shutdownTimeout = .milliseconds(500)
        switch key.trust {
        case .systemAuthorities: break
        case .authorities(let file): configuration.trustRoots = .certificates(try certificates(in: file))
        case .pinsOnly, .anyone: configuration.certificateVerification = .none
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func certificates(in file: String) throws(TLSFailure) -> [NIOSSLCertificate] {
        guard access(file, R_OK) == 0 else {
            throw .badAuthorities(file: file, reason: String(cString: strerror(errno)))
        }
        guard let found = try? NIOSSLCertificate.fromPEMFile(file), !found.isEmpty else {
            throw .badAuthorities(file: file, reason: "holds no certificate in PEM form")
        }
        return found
    }

    private func fileTime(_ trust: TLSPolicy.Trust) -> Int {
        guard case .authorities(let file) = trust else { return 0 }
        var status = stat()
        guard stat(file, &status) == 0 else { return 0 }
        return status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    }
}
