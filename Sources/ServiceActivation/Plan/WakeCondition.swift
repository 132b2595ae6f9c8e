/// What starts a dormant service.
package enum WakeCondition: String, CaseIterable, Hashable, Sendable {
    /// A connection or a datagram.
    case connect
    /// What a client sends; a connection that says nothing, as a health probe's, starts nothing. For protocols in which the
    /// client speaks first.
    case data
}
