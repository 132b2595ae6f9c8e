/// A DNS message: QUERY, NOTIFY or UPDATE, request or response (RFC 1035 section 4, RFC 1996, RFC 2136).
public struct Message: Hashable, Sendable {
    public var header: Header
    /// In an UPDATE: the zone.
    public var questions: [Question]
    /// In an UPDATE: the prerequisites.
    public var answers: [ResourceRecord]
    /// In an UPDATE: the changes.
    public var authorities: [ResourceRecord]
    /// Without the OPT record, which is in `edns`; a TSIG record comes last.
    public var additionals: [ResourceRecord]
    public var edns: EDNS?

    public init(
        header: Header, questions: [Question] = [], answers: [ResourceRecord] = [],
        authorities: [ResourceRecord] = [], additionals: [ResourceRecord] = [], edns: EDNS? = nil
    ) {
        self.header = header
        self.questions = questions
        self.answers = answers
        self.authorities = authorities
        self.additionals = additionals
        self.edns = edns
    }
}
