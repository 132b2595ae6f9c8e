/// Reads a zone's master file (RFC 1035 section 5) record by record, however many there are.
///
/// It opens no file: the text comes from whoever makes it, and so does that of what `$INCLUDE` names. A record without a
/// TTL has that of `$TTL` (RFC 2308 section 4), else the last that was written, else the minimum of the SOA.
public struct ZoneFileReader {
    /// Gives the text of an included file by its path, which has been checked not to lead out of the zone file's folder.
    public typealias Include = (_ path: String) throws(ZoneFileText.Unreadable) -> ZoneFileText

    public let zone: DomainName
    /// What the file left open.
    public private(set) var notes: [ZoneFileNote] = []

    private let include: Include
    private var files: IncludedFiles
    /// What relative names end with.
    private var origin: DomainName
    /// Of the record before.
    private var owner: DomainName?
    /// From `$TTL`: for all that follows, in the file that includes this one, too, as with named(8).
    private var defaultTTL: UInt32?
    /// The last that a record had of its own.
    private var lastTTL: UInt32?
    private var rules: ZoneRules
    private var hasEnded = false

    /// - Parameters:
    ///   - zone: its name, which is also the first origin.
    ///   - file: the text's name, for errors.
    ///   - include: without it, `$INCLUDE` is an error.
    public init(
        zone: DomainName, file: String, text: ZoneFileText,
        include: @escaping Include = { path throws(ZoneFileText.Unreadable) in
            throw ZoneFileText.Unreadable("\(path) cannot be included here")
        }
    ) {
        self.zone = zone
        self.include = include
        origin = zone
        rules = ZoneRules(zone: zone)
        files = IncludedFiles(
            IncludedFiles.File(name: file, scanner: EntryScanner(text), originBefore: zone, ownerBefore: nil))
    }

    /// The next record; nil at the end of a file that is a whole zone. After an error there is nothing more to be read.
    public mutating func next() throws(ZoneFileError) -> ResourceRecord? {
        guard !hasEnded else { return nil }
        // Set back where a record is found: all other ways lead to the end.
        hasEnded = true
        while let entry = try nextEntry() {
            if let record = try read(entry) {
                hasEnded = false
                return record
            }
        }
        do throws(ZoneFileError.Fault) { try rules.checkWhole() } catch { throw ZoneFileError(error, file: files.name) }
        return nil
    }

    /// The next entry of the innermost file that has one.
    private mutating func nextEntry() throws(ZoneFileError) -> EntryScanner.Entry? {
        while true {
            do throws(EntryScanner.Failure) {
                if let entry = try files.nextEntry() { return entry }
            } catch {
                throw ZoneFileError(error.fault, file: files.name, line: error.line)
            }
            guard let ended = files.pop() else { return nil }
            origin = ended.originBefore
            owner = ended.ownerBefore
        }
    }

    /// - Returns: nil for a directive.
    private mutating func read(_ entry: EntryScanner.Entry) throws(ZoneFileError) -> ResourceRecord? {
        var words = RecordTextReader(entry.text, origin: origin)
        guard entry.text.first != UInt8(ascii: "$") else {
            try obey(try directive(&words, entry), entry)
            return nil
        }
        let head = try head(&words, entry)
        let (owner, writtenTTL) = try admit(head, entry)
        let data = try data(head.type, &words, entry)
        guard let ttl = writtenTTL ?? ttl(of: data, entry) else { throw fault(.noTTL, entry) }
        let record = ResourceRecord(name: owner, ttl: ttl, data: data)
        do throws(ZoneFileError.Fault) { try rules.admit(record) } catch { throw fault(error, entry) }
        self.owner = owner
        return record
    }

    private func fault(_ fault: ZoneFileError.Fault, _ entry: EntryScanner.Entry, at offset: Int = 0) -> ZoneFileError {
        ZoneFileError(fault, file: files.name, line: entry.line(of: offset))
    }

    private func fault(_ error: RecordTextError, _ entry: EntryScanner.Entry) -> ZoneFileError {
        fault(.text(error.fault), entry, at: error.offset)
    }
}

// MARK: - Directives

extension ZoneFileReader {
    private func directive(
        _ words: inout RecordTextReader, _ entry: EntryScanner.Entry
    ) throws(ZoneFileError) -> ZoneFileDirective {
        do throws(RecordTextError) { return try ZoneFileDirective(&words) } catch { throw fault(error, entry) }
    }

    private mutating func obey(_ directive: ZoneFileDirective, _ entry: EntryScanner.Entry) throws(ZoneFileError) {
        switch directive {
        case .origin(let name): origin = name
        case .ttl(let seconds): defaultTTL = try checked(seconds, entry)
        case .include(let path, let origin): try open(path, origin: origin, entry)
        case .generate: throw fault(.generate, entry)
        case .unknown(let word): throw fault(.unknownDirective(word), entry)
        }
    }

    private mutating func open(
        _ path: String, origin: DomainName?, _ entry: EntryScanner.Entry
    ) throws(ZoneFileError) {
        do throws(ZoneFileError.IncludeFault) { try files.check(path) } catch { throw fault(.include(error), entry) }
        let text: ZoneFileText
        do throws(ZoneFileText.Unreadable) { text = try include(path) } catch {
            throw fault(.unreadable("\(path): \(error.reason)"), entry)
        }
        files.push(
            IncludedFiles.File(
                name: path, scanner: EntryScanner(text), originBefore: self.origin, ownerBefore: owner))
        self.origin = origin ?? self.origin
    }
}

// MARK: - Records

extension ZoneFileReader {
    private func head(
        _ words: inout RecordTextReader, _ entry: EntryScanner.Entry
    ) throws(ZoneFileError) -> WrittenHead {
        do throws(RecordTextError) { return try WrittenHead(&words, hasOwner: !entry.beginsWithBlank) } catch {
            throw fault(error, entry)
        }
    }

    /// The owner, and the TTL where it is known without the data.
    private mutating func admit(
        _ head: WrittenHead, _ entry: EntryScanner.Entry
    ) throws(ZoneFileError) -> (owner: DomainName, ttl: UInt32?) {
        guard let owner = head.owner ?? owner else { throw fault(.noOwner, entry) }
        if let recordClass = head.recordClass, recordClass != .in {
            throw fault(.foreignClass("\(recordClass)"), entry, at: head.offset)
        }
        guard head.type.isZoneData else { throw fault(.noZoneData(head.type), entry, at: head.offset) }
        if let seconds = head.ttl { lastTTL = try checked(seconds, entry, at: head.offset) }
        return (owner, head.ttl == nil ? defaultTTL ?? lastTTL : lastTTL)
    }

    private func data(
        _ type: RecordType, _ words: inout RecordTextReader, _ entry: EntryScanner.Entry
    ) throws(ZoneFileError) -> RecordData {
        let data: RecordData
        do throws(RecordTextError) { data = try RecordData(type: type, &words) } catch { throw fault(error, entry) }
        // Shorter text cannot stand for more than the 65,535 bytes that a record may have.
        guard entry.text.count < 60_000 || (try? data.encoded()) != nil else { throw fault(.tooLong, entry) }
        return data
    }

    /// What is left where the file says nothing: of the SOA, its minimum, which then holds for the records after it.
    private mutating func ttl(of data: RecordData, _ entry: EntryScanner.Entry) -> UInt32? {
        guard case .soa(let soa) = data, soa.minimum <= TTLText.most else { return nil }
        notes.append(ZoneFileNote(subject: .minimumAsTTL, file: files.name, line: entry.line))
        defaultTTL = soa.minimum
        return soa.minimum
    }

    private func checked(
        _ seconds: UInt64, _ entry: EntryScanner.Entry, at offset: Int = 0
    ) throws(ZoneFileError) -> UInt32 {
        guard seconds <= TTLText.most, let ttl = UInt32(exactly: seconds) else {
            throw fault(.ttlTooLarge, entry, at: offset)
        }
        return ttl
    }
}
