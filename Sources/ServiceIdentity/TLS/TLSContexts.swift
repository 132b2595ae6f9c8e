import Glibc
import NIOCore
import NIOSSL
import SmallFiles
import Synchronization

/// What is the same for all connections.
struct TLSSettings: Hashable {
    var applicationProtocols: [String]
    var minimumVersion: TLSVersion
    /// How long a handshake may take.
    var patience: TimeAmount
}

/// Our credentials and whom we trust, as they are in their files now, and what is made of them for a connection.
final class TLSContexts: Sendable {
    /// Of one state of the files.
    struct Current: Sendable {
        var credentials: Credentials?
        var judge: PeerJudge
        /// Why what is in the files now is not used.
        var trouble: IdentityFault?
        fileprivate var stamps: [String: FileStamp?]
    }

    let settings: TLSSettings
    private let state: Mutex<Current>

    init(credentials: Credentials?, policy: PeerIdentityPolicy, settings: TLSSettings) throws(IdentityFault) {
        self.settings = settings
        var stamps = credentials?.stamps ?? [:]
        if case .authorities(let files) = policy.trust { stamps.merge(FileStamp.all(files)) { first, _ in first } }
        state = Mutex(Current(credentials: credentials, judge: try PeerJudge(policy), stamps: stamps))
    }

    var current: Current { state.withLock { refreshed(&$0) } }

    func clientContext(_ credentials: Credentials?) throws(IdentityFault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let credentials {
            configuration.certificateChain = credentials.chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(credentials.key)
        }
        return try context(configuration)
    }

    /// For one connection: what a session ticket of another context says cannot be read, and so every client shows its
    /// certificate anew. One that took up a session again would be let in without being judged.
    func serverContext(_ credentials: Credentials?) throws(IdentityFault) -> NIOSSLContext {
        guard let credentials else { throw .noCredentials }
        return try context(
            .makeServerConfiguration(
                certificateChain: credentials.chain.map { .certificate($0) }, privateKey: .privateKey(credentials.key)))
    }

    /// The peer is judged by us, not by the library: it needs no authorities, but has to ask for a certificate.
    private func context(_ configuration: TLSConfiguration) throws(IdentityFault) -> NIOSSLContext {
        var configuration = configuration
        configuration.minimumTLSVersion = settings.minimumVersion
        configuration.applicationProtocols = settings.applicationProtocols
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([])
        configuration.shutdownTimeout = .milliseconds(500)
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .handshake("cannot be set up: \(printable("\(error)", limit: 200))")
        }
    }

    /// Files that were replaced are read again. Where that fails, what was there before counts on, and is tried again.
    private func refreshed(_ current: inout Current) -> Current {
        let stamps = FileStamp.all(current.stamps.keys)
        guard stamps != current.stamps else {
            current.trouble = nil
            return current
        }
        do throws(IdentityFault) {
            current = Current(
                credentials: try Self.renewed(current.credentials), judge: try PeerJudge(current.judge.policy),
                stamps: stamps)
        } catch {
            current.trouble = error
        }
        return current
    }

    private static func renewed(_ old: Credentials?) throws(IdentityFault) -> Credentials? {
        guard let old else { return nil }
        do throws(CredentialsFault) {
            return try Credentials(certificateFile: old.certificateFile, keyFile: old.keyFile)
        } catch {
            throw .badCredentials(error)
        }
    }
}
