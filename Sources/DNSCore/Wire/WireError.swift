/// What is wrong with bytes that claim to be DNS, and where.
///
/// The offset counts from the start of the message.
public struct WireError: Error, Equatable, Sendable {
    public enum Fault: Equatable, Sendable {
        /// The message ends before the thing does.
        case truncated
        /// A label of the reserved types 0x40 or 0x80 (RFC 1035 section 4.1.4, RFC 6891 section 5).
        case reservedLabelType
        /// A compression pointer that does not point strictly backwards.
        case pointerNotBackwards
        /// A name of more than 255 bytes (RFC 1035 section 3.1).
        case nameTooLong
        /// RDATA that does not end where its length says.
        case rdataLengthMismatch
        /// A value that its field does not allow.
        case invalid(StaticString)
        /// Bytes after the last record.
        case trailingBytes
        /// Something to be written that is longer than its field.
        case tooLong(StaticString)

        public static func == (a: Fault, b: Fault) -> Bool { a.text == b.text }
    }

    public var fault: Fault
    public var offset: Int

    @inlinable
    public init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }
}

extension WireError: CustomStringConvertible {
    public var description: String { "\(fault.text) at byte \(offset)" }
}

extension WireError.Fault {
    var text: String {
        switch self {
        case .truncated: "message ends too early"
        case .reservedLabelType: "label of a reserved type"
        case .pointerNotBackwards: "compression pointer that does not point backwards"
        case .nameTooLong: "name of more than 255 bytes"
        case .rdataLengthMismatch: "record data does not end where its length says"
        case .invalid(let what): "invalid \(what)"
        case .trailingBytes: "bytes after the last record"
        case .tooLong(let what): "\(what) is too long"
        }
    }
}
