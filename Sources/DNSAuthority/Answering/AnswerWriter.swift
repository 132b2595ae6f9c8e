import DNSCore

/// An answer as it grows: header, question, sections, OPT record. An RRset is in it whole or not at all (RFC 2181
/// section 9).
struct AnswerWriter: ~Copyable {
    enum Section { case answer, authority, additional }

    /// Whose records are written, and where that name stands in the answer already.
    struct Owner {
        var name: DomainName
        var place: Int?
    }

    var responseCode = ResponseCode.noError
    /// AA.
    var isAuthoritative = false
    /// TC.
    private(set) var isTruncated = false
    /// The hosts that the records so far name.
    private(set) var hosts = HostPlaces()
    /// Where the data of the latest record stands.
    private(set) var latestData = 0

    private let query: ReceivedQuery
    private var bytes: AnswerBytes
    private let wholeLimit: Int
    private var places = NamePlaces()
    private var questionEnd = Header.length
    private var hasNotedQuestion = false
    private var answerCount = 0
    private var authorityCount = 0
    private var additionalCount = 0

    /// The bytes of an OPT record without options.
    private static let extensionsLength = 11

    /// - Parameters:
    ///   - memory: Outlives this value.
    ///   - limit: Bytes that the answer may have: at least a header and an OPT record.
    init(to query: ReceivedQuery, in memory: UnsafeMutableRawBufferPointer, limit: Int) {
        self.query = query
        wholeLimit = max(limit, Header.length + Self.extensionsLength)
        bytes = AnswerBytes(memory, limit: wholeLimit - (query.extensions == nil ? 0 : Self.extensionsLength))
        for _ in 0..<6 { bytes.write(UInt16(0)) }
        writeQuestion()
    }

    private mutating func writeQuestion() {
        guard let question = query.question else { return }
        question.name.wire.withUnsafeBytes { bytes.write($0) }
        bytes.write(question.type.rawValue)
        bytes.write(question.recordClass.rawValue)
        if bytes.isOverrun {
            bytes.cut(to: Header.length)
            isTruncated = true
        }
        questionEnd = bytes.count
    }

    /// The end of the answer: what is left is the header, and the OPT record where the request has one.
    /// - Returns: the length of the answer.
    mutating func finish() -> Int {
        bytes.setLimit(wholeLimit)
        writeExtensions()
        bytes.replace(query.id, at: 0)
        bytes.replace(flags, at: 2)
        bytes.replace(questionEnd > Header.length ? 1 : 0, at: 4)
        bytes.replace(UInt16(clamping: answerCount), at: 6)
        bytes.replace(UInt16(clamping: authorityCount), at: 8)
        bytes.replace(UInt16(clamping: additionalCount), at: 10)
        return bytes.count
    }

    private mutating func writeExtensions() {
        guard let extensions = query.extensions else { return }
        bytes.write(UInt8(0))
        bytes.write(RecordType.opt.rawValue)
        bytes.write(UInt16(ReceivedQuery.datagramLimit))
        bytes.write(UInt32(responseCode.rawValue >> 4 & 0xFF) << 24 | (extensions.dnssecOK ? 0x8000 : 0))
        bytes.write(UInt16(0))
        additionalCount += 1
    }

    /// The header's second 16 bits.
    private var flags: UInt16 {
        var flags: Header.Flags = query.isRecursionDesired ? .recursionDesired : []
        if isAuthoritative { flags.insert(.authoritative) }
        if isTruncated { flags.insert(.truncated) }
        return 0x8000 | UInt16(query.opcode.rawValue) << 11 | flags.rawValue | responseCode.rawValue & 0xF
    }

    /// Leaves nothing but the question, and the word that there is more (TC): who reads it asks by TCP.
    mutating func truncate() {
        bytes.cut(to: questionEnd)
        places.forget(from: questionEnd)
        hosts.cut(to: 0)
        (answerCount, authorityCount, additionalCount) = (0, 0, 0)
        isTruncated = true
    }

    /// Says that something is missing that should be there, and leaves what is.
    mutating func markTruncated() { isTruncated = true }
}

// MARK: - Records

extension AnswerWriter {
    /// The owner of records at the question's name or one above it, spelt as the question spells it.
    func owner(_ name: DomainName) -> Owner {
        guard questionEnd > Header.length, let question = query.question?.name, question.isEqualOrBelow(name) else {
            return Owner(name: name)
        }
        return Owner(name: name, place: Header.length + question.wire.count - name.wire.count)
    }

    /// - Returns: whether all of it has found room; if not, none of it is there.
    @discardableResult
    mutating func write(_ rrset: RRset, ttl: UInt32? = nil, of owner: Owner, in section: Section) -> Bool {
        let (start, hostCount) = (bytes.count, hosts.count)
        let (fields, hostOffset) = (NameFields.compressible(rrset.type), NameFields.hostOffset(rrset.type))
        var owner = owner
        rrset.forEachRData { data in
            if bytes.isOverrun { return }
            let recordStart = bytes.count
            write(owner)
            owner.place = owner.place ?? recordStart
            bytes.write(rrset.type.rawValue)
            bytes.write(RecordClass.in.rawValue)
            bytes.write(ttl ?? rrset.ttl)
            let dataStart = bytes.count + 2
            data.withUnsafeBytes { write($0, fields) }
            latestData = dataStart
            if let hostOffset { noteHost(in: data, rrset.type, at: dataStart, hostOffset, owner) }
        }
        guard !bytes.isOverrun else {
            bytes.cut(to: start)
            places.forget(from: start)
            hosts.cut(to: hostCount)
            return false
        }
        switch section {
        case .answer: answerCount += rrset.count
        case .authority: authorityCount += rrset.count
        case .additional: additionalCount += rrset.count
        }
        return true
    }

    private mutating func write(_ owner: Owner) {
        if let place = owner.place, place <= NamePlaces.highestOffset {
            bytes.write(UInt16(0xC000 | place))
        } else {
            owner.name.wire.withUnsafeBytes { writeName($0) }
        }
    }

    private mutating func writeName(_ name: UnsafeRawBufferPointer) {
        if !hasNotedQuestion, questionEnd > Header.length {
            query.question?.name.wire.withUnsafeBytes { places.note($0, at: Header.length) }
        }
        hasNotedQuestion = true
        places.write(name, to: &bytes)
    }

    /// Writes the data of one record behind its length.
    private mutating func write(_ data: UnsafeRawBufferPointer, _ fields: NameFields?) {
        guard let fields, fields.prefix <= data.count else {
            bytes.write(UInt16(clamping: data.count))
            bytes.write(data)
            return
        }
        let lengthPlace = bytes.count
        bytes.write(UInt16(0))
        bytes.write(UnsafeRawBufferPointer(rebasing: data.prefix(fields.prefix)))
        var position = fields.prefix
        for _ in 0..<fields.count {
            let end = Self.nameEnd(in: data, at: position)
            writeName(UnsafeRawBufferPointer(rebasing: data[position..<end]))
            position = end
        }
        bytes.write(UnsafeRawBufferPointer(rebasing: data[position...]))
        bytes.replace(UInt16(clamping: bytes.count - lengthPlace - 2), at: lengthPlace)
    }

    private static func nameEnd(in data: UnsafeRawBufferPointer, at start: Int) -> Int {
        var position = start
        while position < data.count, data[position] != 0 { position += 1 + Int(data[position]) }
        return min(position + 1, data.count)
    }
}

// MARK: - Hosts

extension AnswerWriter {
    private mutating func noteHost(
        in data: Span<UInt8>, _ type: RecordType, at dataStart: Int, _ offset: Int, _ owner: Owner
    ) {
        guard offset < data.count else { return }
        if data[offset] != 0 {
            hosts.note(dataStart + offset)
        } else if type == .svcb || type == .https, (data[0], data[1]) != (0, 0), let place = owner.place {
            // The root stands for the owner, except in an alias (RFC 9460 sections 2.5.1 and 2.5.2).
            hosts.note(place)
        }
    }

    /// A host that the records name, as the owner of records to come.
    func host(_ index: Int) -> Owner? {
        var reader = WireReader(bytes.written.bindMemory(to: UInt8.self).span, at: hosts[index])
        return (try? reader.readName()).map { Owner(name: $0, place: hosts[index]) }
    }
}
