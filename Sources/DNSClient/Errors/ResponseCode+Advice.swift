import DNSCore

extension ResponseCode {
    /// What a code usually means to the one who asked.
    var advice: String? {
        switch self {
        case .formatError: "the server did not understand the request"
        case .serverFailure: "the server has trouble of its own, or has not loaded the zone"
        case .notImplemented: "the server does not support this"
        case .refused: "the server's rules do not allow this for this client or key"
        case .notAuth: "the server is not authoritative for the zone, or the key may not do this"
        default: nil
        }
    }
}
