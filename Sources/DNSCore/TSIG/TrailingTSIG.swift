/// The TSIG record at a message's end (RFC 8945 section 4.2), and where it begins.
struct TrailingTSIG {
    /// How many bytes come before it: those that are signed.
    var start: Int
    var keyName: DomainName
    var signature: TransactionSignature

    /// The TSIG record of a message that is well formed as far as its lengths go; nil if there is none.
    ///
    /// A TSIG record that is not the last of all, or one of two, is an error (RFC 8945 section 5.1), as are bytes
    /// after the last record: no signature covers them.
    static func find(in message: Span<UInt8>) throws(WireError) -> TrailingTSIG? {
        guard let start = try offset(in: message) else { return nil }
        return try TrailingTSIG(message, at: start)
    }

    private static func offset(in message: Span<UInt8>) throws(WireError) -> Int? {
        try message.withUnsafeBufferPointer { bytes throws(WireError) -> Int? in
            guard bytes.count >= 12 else { throw WireError(.truncated, at: bytes.count) }
            func count(at offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
            let additionals = count(at: 10)
            var walk = RecordSkipper(bytes: bytes)
            for _ in 0..<count(at: 4) { try walk.skipQuestion() }
            var found: Int?
            for left in stride(from: count(at: 6) + count(at: 8) + additionals, to: 0, by: -1) {
                let start = walk.position
                guard try walk.skipRecord() == .tsig else { continue }
                guard left == 1, additionals > 0 else {
                    throw WireError(.invalid("TSIG record that is not the last one"), at: start)
                }
                found = start
            }
            guard walk.position == bytes.count else { throw WireError(.trailingBytes, at: walk.position) }
            return found
        }
    }

    private init(_ message: Span<UInt8>, at start: Int) throws(WireError) {
        var reader = WireReader(message, at: start)
        self.start = start
        keyName = try reader.readName()
        try reader.skip(2)
        guard try reader.readUInt16() == RecordClass.any.rawValue else {
            throw WireError(.invalid("class of a TSIG record"), at: reader.offset - 2)
        }
        guard try reader.readUInt32() == 0 else {
            throw WireError(.invalid("time to live of a TSIG record"), at: reader.offset - 4)
        }
        try reader.enter(reader.offset + 2, count: Int(try reader.readUInt16()))
        let algorithm = try reader.readName()
        let timeSigned = try reader.readUInt48()
        let fudge = try reader.readUInt16()
        let mac = try reader.readBytes(Int(try reader.readUInt16()))
        let originalID = try reader.readUInt16()
        let error = ResponseCode(rawValue: try reader.readUInt16())
        let other = try reader.readBytes(Int(try reader.readUInt16()))
        guard reader.remaining == 0 else { throw WireError(.rdataLengthMismatch, at: reader.offset) }
        signature = TransactionSignature(
            algorithm: algorithm, timeSigned: timeSigned, fudge: fudge, mac: mac, originalID: originalID,
            error: error, otherData: other)
    }
}

extension TransactionSignature {
    /// The server's time that comes with BADTIME (RFC 8945 section 5.2.3).
    var serverTime: UInt64? {
        otherData.count == 6 ? otherData.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }
}

extension [UInt8] {
    /// Puts a TSIG record at the end of the message and counts it in.
    mutating func append(_ signature: TransactionSignature, key: DomainName) throws(TSIGError) {
        guard let additionals = additionalCount else { throw .malformed(WireError(.truncated, at: count)) }
        var record = WireWriter()
        record.write(key)
        record.write(RecordType.tsig.rawValue)
        record.write(RecordClass.any.rawValue)
        record.write(UInt32(0))
        do {
            try record.writeWithLength { rdata throws(WireError) in
                rdata.write(signature.algorithm)
                rdata.writeUInt48(signature.timeSigned)
                rdata.write(signature.fudge)
                try rdata.writeCounted16(signature.mac)
                rdata.write(signature.originalID)
                rdata.write(signature.error.rawValue)
                try rdata.writeCounted16(signature.otherData)
            }
        } catch {
            throw .malformed(error)
        }
        let size = count + record.bytes.count
        guard additionals < .max, size <= 0xFFFF else { throw .tooLong(size) }
        self += record.bytes
        setAdditionalCount(additionals + 1)
    }

    /// Cuts a TSIG record off and counts it out: a message that is sent a second time is signed anew, not twice.
    mutating func removeTSIG() throws(WireError) {
        guard let old = try TrailingTSIG.find(in: span), let additionals = additionalCount else { return }
        removeSubrange(old.start...)
        setAdditionalCount(additionals - 1)
    }

    /// ARCOUNT.
    private var additionalCount: UInt16? {
        count >= 12 ? UInt16(self[10]) << 8 | UInt16(self[11]) : nil
    }

    private mutating func setAdditionalCount(_ value: UInt16) {
        self[10] = UInt8(truncatingIfNeeded: value >> 8)
        self[11] = UInt8(truncatingIfNeeded: value)
    }
}
