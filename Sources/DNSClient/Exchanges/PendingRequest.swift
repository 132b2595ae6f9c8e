import DNSCore

/// A request on its way, and what counts as its answer (RFC 5452 section 9, RFC 8945 section 5.4).
struct PendingRequest: Sendable {
    let bytes: [UInt8]
    private let header: Header
    private let question: Question
    private let signature: TSIGExchange?

    /// - Parameters:
    ///   - message: with one question. It gets a random id.
    ///   - now: seconds since 1970.
    init(_ message: Message, _ question: Question, key: TSIGKey?, at now: UInt64) throws(ClientError) {
        var message = message
        message.header.id = UInt16.random(in: 0 ... .max)
        message.questions = [question]
        header = message.header
        self.question = question
        var bytes: [UInt8]
        var signature = key.map(TSIGExchange.init)
        do throws(WireError) { bytes = try message.encoded() } catch { throw .unsendable(error) }
        do throws(TSIGError) { try signature?.sign(&bytes, at: now) } catch { throw .tsig(error) }
        self.bytes = bytes
        self.signature = signature
    }

    enum Verdict {
        /// Not an answer to this request.
        case foreign
        /// Too long for UDP: to be asked for again over TCP.
        case truncated
        case answer(Message)
        case failed(ClientError)
    }

    /// - Parameter now: seconds since 1970.
    func judge(_ bytes: Span<UInt8>, at now: UInt64) -> Verdict {
        do throws(WireError) {
            guard let flags = try matchingFlags(of: bytes) else { return .foreign }
            if flags.contains(.truncated) { return .truncated }
            do throws(TSIGError) {
                try signature?.verify(bytes, at: now)
            } catch {
                return .failed(.tsig(error))
            }
            return .answer(try Message(decoding: bytes))
        } catch {
            return .failed(.malformed(error))
        }
    }

    /// The answer's flags, if it is one to this request.
    private func matchingFlags(of bytes: Span<UInt8>) throws(WireError) -> Header.Flags? {
        guard bytes.count >= Header.length else { return nil }
        var reader = WireReader(bytes)
        let (answer, counts) = try Header.read(&reader)
        guard answer.id == header.id, answer.isResponse, answer.opcode == header.opcode else { return nil }
        switch counts.questions {
        case 0:
            // An answer to an UPDATE need not repeat the zone, nor an error the question.
            return header.opcode == .update || answer.responseCode != .noError ? answer.flags : nil
        case 1:
            let asked = Question(
                name: try reader.readName(), type: RecordType(rawValue: try reader.readUInt16()),
                recordClass: RecordClass(rawValue: try reader.readUInt16()))
            return asked == question ? answer.flags : nil
        default:
            return nil
        }
    }
}
