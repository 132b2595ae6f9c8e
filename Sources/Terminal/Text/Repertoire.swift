/// The characters that a terminal can show.
package enum Repertoire: Hashable, Sendable {
    case unicode
    /// Drawing characters have stand-ins, most of them of the same width; any other scalar is written as `\u{E9}`.
    case ascii
}
