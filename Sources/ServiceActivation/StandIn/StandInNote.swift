/// What a stand-in has to say, in a line.
package enum StandInNote: Hashable, Sendable, CustomStringConvertible {
    case service(String, ActivationNote)
    /// Another stand-in has everything now.
    case replaced
    case trouble(String)

    package var description: String {
        switch self {
        case .service(let name, let note): "\(name): \(note)"
        case .replaced: "another stand-in has taken over"
        case .trouble(let text): text
        }
    }
}
