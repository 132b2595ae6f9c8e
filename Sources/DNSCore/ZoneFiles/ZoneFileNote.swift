/// What a reader of a master file has made up its mind about, where the file does not say.
public struct ZoneFileNote: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        /// The first record has no TTL, and there is no `$TTL` (RFC 2308 section 4): the SOA's last field is taken.
        case minimumAsTTL
    }

    public var subject: Subject
    public var file: String
    /// From 1.
    public var line: Int
}

extension ZoneFileNote: CustomStringConvertible {
    public var description: String {
        switch subject {
        case .minimumAsTTL: "\(file):\(line): no TTL: the SOA's minimum is taken; a $TTL line would say it"
        }
    }
}
