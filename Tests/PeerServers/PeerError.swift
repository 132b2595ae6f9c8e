/// Why a real server or tool could not be used. A test that meets one fails.
package enum PeerError: Error, CustomStringConvertible {
    case cannotStart(String)
    /// It ran, and ended before it answered; with the end of its log.
    case ended(String, log: String)
    case notAnswering(String, log: String)

    package var description: String {
        switch self {
        case .cannotStart(let why): why
        case .ended(let name, let log): "\(name) ended at once:\n\(log)"
        case .notAnswering(let name, let log): "\(name) does not answer for its zone:\n\(log)"
        }
    }
}
