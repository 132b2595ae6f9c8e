import DNSCore

extension TransferRequest {
    /// An answer that says nothing but a code, to this request.
    func refusal(_ code: ResponseCode, signing: inout TSIGResponder?, at seconds: UInt64) -> [UInt8]? {
        Message(
            header: Header(id: id, isResponse: true, flags: flags, responseCode: code), questions: [question],
            edns: hasEDNS ? EDNS() : nil
        ).signed(by: &signing, at: seconds)
    }
}

extension Message {
    /// The bytes of an answer, with a TSIG record where the request had one; nil where that cannot be made.
    func signed(by responder: inout TSIGResponder?, at seconds: UInt64) -> [UInt8]? {
        guard var bytes = try? encoded() else { return nil }
        do { try responder?.sign(&bytes, at: seconds) } catch { return nil }
        return bytes
    }
}

extension TSIGResponder {
    /// Bytes of the TSIG record that `sign` puts on a message.
    var recordLength: Int {
        // Type, class, TTL, length; time, fudge, MAC length, id, error, other length.
        key.name.wire.count + 10 + key.algorithm.name.wire.count + 16 + key.macLength
    }
}
