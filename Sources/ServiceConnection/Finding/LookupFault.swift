import DNSClient
import DNSCore

/// Why a look-up has found nothing to connect to.
public enum LookupFault: Error, Hashable, Sendable {
    /// NXDOMAIN.
    case noSuchName
    /// The name is there, and no SRV record at it.
    case noRecord
    /// Aliases that lead in a circle, or too far.
    case endlessAlias
    /// No server gave an answer: what the last one said or did, in words.
    case unanswered(String)
}

extension LookupFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSuchName: "the name is not registered"
        case .noRecord: "no instance is registered"
        case .endlessAlias: "the name is an alias that leads nowhere"
        case .unanswered(let reason): "the look-up failed: \(reason)"
        }
    }
}
