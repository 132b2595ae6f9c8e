/// How far a zone transfer has come.
public struct TransferProgress: Hashable, Sendable {
    public var messages = 0
    /// SOA records among them.
    public var records = 0
    /// Of messages, without what carries them.
    public var bytes = 0

    public init() {}
}
