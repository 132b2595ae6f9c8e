/// The first twelve bytes of a message without their counts (RFC 1035 section 4.1.1).
public struct Header: Hashable, Sendable {
    public var id: UInt16
    public var isResponse: Bool
    public var opcode: Opcode
    public var flags: Flags
    /// With EDNS, its upper 8 bits included.
    public var responseCode: ResponseCode

    public init(
        id: UInt16, isResponse: Bool = false, opcode: Opcode = .query, flags: Flags = [],
        responseCode: ResponseCode = .noError
    ) {
        self.id = id
        self.isResponse = isResponse
        self.opcode = opcode
        self.flags = flags
        self.responseCode = responseCode
    }

    /// The flag bits where they stand in the header's second 16 bits.
    public struct Flags: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16

        public init(rawValue: UInt16) { self.rawValue = rawValue & Self.mask }

        static let mask: UInt16 = 0x07F0

        /// AA
        public static let authoritative = Flags(rawValue: 0x0400)
        /// TC
        public static let truncated = Flags(rawValue: 0x0200)
        /// RD
        public static let recursionDesired = Flags(rawValue: 0x0100)
        /// RA
        public static let recursionAvailable = Flags(rawValue: 0x0080)
        /// Z, which must be zero
        public static let reserved = Flags(rawValue: 0x0040)
        /// AD
        public static let authenticData = Flags(rawValue: 0x0020)
        /// CD
        public static let checkingDisabled = Flags(rawValue: 0x0010)
    }
}

/// How many entries each section claims to have. Never to be trusted for an allocation.
public struct SectionCounts: Hashable, Sendable {
    public var questions: UInt16
    public var answers: UInt16
    public var authorities: UInt16
    public var additionals: UInt16

    public init(questions: UInt16, answers: UInt16, authorities: UInt16, additionals: UInt16) {
        self.questions = questions
        self.answers = answers
        self.authorities = authorities
        self.additionals = additionals
    }
}
