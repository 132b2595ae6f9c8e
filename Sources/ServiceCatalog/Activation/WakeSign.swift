/// What starts an instance that is held for its service until it is used: TXT `activation=`. svctop does neither.
package enum WakeSign: String, CaseIterable, Sendable {
    /// A connection or a datagram.
    case connect
    /// What a client sends; a connection alone starts nothing.
    case data
}
