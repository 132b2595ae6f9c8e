/// What a MAC is computed over (RFC 8945 section 4.3).
extension RunningMAC {
    /// The MAC of the message before: the request's, or in a stream the last one signed.
    mutating func update(priorMAC: [UInt8]) {
        var bytes = WireWriter()
        bytes.write(UInt16(truncatingIfNeeded: priorMAC.count))
        bytes.write(priorMAC)
        update(bytes.bytes)
    }

    /// A message without a TSIG record, as it is.
    mutating func update(unsigned message: Span<UInt8>) {
        message.withUnsafeBytes { update($0) }
    }

    /// A message as it was before its TSIG record was put on: with its original id, and one record fewer.
    mutating func update(signed message: Span<UInt8>, without tsig: TrailingTSIG) {
        message.withUnsafeBytes { bytes in
            var header = Array(bytes[..<12])
            let additionals = (UInt16(header[10]) << 8 | UInt16(header[11])) &- 1
            header[0] = UInt8(truncatingIfNeeded: tsig.signature.originalID >> 8)
            header[1] = UInt8(truncatingIfNeeded: tsig.signature.originalID)
            header[10] = UInt8(truncatingIfNeeded: additionals >> 8)
            header[11] = UInt8(truncatingIfNeeded: additionals)
            update(header)
            update(UnsafeRawBufferPointer(rebasing: bytes[12..<tsig.start]))
        }
    }

    /// The TSIG variables (section 4.3.3): names in lower case, class ANY, time to live 0.
    mutating func update(variables signature: TransactionSignature, key: DomainName) {
        var bytes = WireWriter()
        bytes.write(key.lowercased)
        bytes.write(RecordClass.any.rawValue)
        bytes.write(UInt32(0))
        bytes.write(signature.algorithm.lowercased)
        bytes.writeUInt48(signature.timeSigned)
        bytes.write(signature.fudge)
        bytes.write(signature.error.rawValue)
        bytes.write(UInt16(truncatingIfNeeded: signature.otherData.count))
        bytes.write(signature.otherData)
        update(bytes.bytes)
    }

    /// Only the timers: for all signed messages of a stream but the first (section 5.3.1).
    mutating func update(timers signature: TransactionSignature) {
        var bytes = WireWriter()
        bytes.writeUInt48(signature.timeSigned)
        bytes.write(signature.fudge)
        update(bytes.bytes)
    }
}
