extension RecordType {
    /// Whether a zone can hold records of this type: the others are for questions, or about the message itself
    /// (RFC 6895 section 3.1).
    var isZoneData: Bool {
        rawValue != 0 && self != .opt && !(128...255).contains(rawValue)
    }
}
