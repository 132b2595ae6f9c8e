/// What a server's thread makes of a request before it turns to the next.
package enum QuickReply: Sendable {
    case answer([UInt8])
    /// Nothing is sent.
    case silence
    /// The answer takes something that has to be waited for.
    case later
}
