/// A name that grows byte by byte, never beyond what a label and a name may hold.
struct NameBuilder {
    /// The labels so far, and the length byte of the one that is open.
    private var wire: [UInt8] = [0]
    private var openLabel = 0

    mutating func append(_ byte: UInt8) throws(NameError) {
        guard wire[openLabel] < 63 else { throw .labelTooLong }
        guard wire.count < NameBuffer.capacity - 1 else { throw .nameTooLong }
        wire[openLabel] += 1
        wire.append(byte)
    }

    /// Whether the open label has no byte yet.
    var isAtLabelStart: Bool { wire[openLabel] == 0 }

    mutating func endLabel() throws(NameError) {
        guard !isAtLabelStart else { throw .emptyLabel }
        openLabel = wire.count
        wire.append(0)
    }

    /// Ends the name with all of `suffix`.
    mutating func append(_ suffix: DomainName) throws(NameError) {
        guard openLabel + suffix.wire.count <= NameBuffer.capacity else { throw .nameTooLong }
        wire.replaceSubrange(openLabel..., with: suffix.wire)
    }

    /// What has been built, once every label is ended.
    var name: DomainName { DomainName(validWire: wire) }
}
