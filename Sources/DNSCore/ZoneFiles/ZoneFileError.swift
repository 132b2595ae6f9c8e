/// What is wrong with a master file, and where.
public struct ZoneFileError: Error, Equatable, Sendable {
    public enum Fault: Error, Equatable, Sendable {
        /// A word, or the data of a record.
        case text(RecordTextError.Fault)
        /// A line that begins with a blank, and none before it that names an owner.
        case noOwner
        case noTTL
        case ttlTooLarge
        /// A word that begins with `$`.
        case unknownDirective(String)
        case generate
        case include(IncludeFault)
        /// A record with more bytes than any can have.
        case tooLong
        case outOfZone(DomainName, zone: DomainName)
        case foreignClass(String)
        case noZoneData(RecordType)
        case secondSOA
        case soaBelowApex(DomainName)
        case noSOA
        case noNameServer
        case aliasBesideData(DomainName)
        case secondAlias(DomainName)
        case unreadable(String)
    }

    /// Why a file is not included.
    public enum IncludeFault: Error, Hashable, Sendable {
        case absolute(String)
        /// The path leads, or could lead, out of the folder.
        case outside(String)
        case withinItself(String)
        case tooDeep
        case tooMany
    }

    public var fault: Fault
    /// The name of the file, as the reader or `$INCLUDE` was told it.
    public var file: String
    /// From 1; nil where it is about the whole.
    public var line: Int?

    public init(_ fault: Fault, file: String, line: Int? = nil) {
        self.fault = fault
        self.file = file
        self.line = line
    }
}

extension ZoneFileError: CustomStringConvertible {
    public var description: String { line.map { "\(file):\($0): \(fault)" } ?? "\(file): \(fault)" }
}

extension ZoneFileError.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .text(let fault): fault.description
        case .noOwner: "no record before this one has an owner: write its name in the first column"
        case .noTTL: "no TTL: write one, or a $TTL line before the first record"
        case .ttlTooLarge: "the TTL is too large: at most 2147483647 seconds (RFC 2181 section 8)"
        case .unknownDirective(let word):
            "\"\(word)\" is none of $ORIGIN, $TTL and $INCLUDE; an owner that begins so is written \\\(word)"
        case .generate: "$GENERATE is not read: write its records out, as named-compilezone does"
        case .include(let fault): fault.description
        case .tooLong: "more than a record can hold: is a \")\" or a quotation mark missing?"
        case .outOfZone(let name, let zone): "\(name) is not in the zone \(zone): is a dot missing, or one too much?"
        case .foreignClass(let word): "the class is \(word), and has to be IN"
        case .noZoneData(let type): "\(type) is no type that a zone can hold"
        case .secondSOA: "a second SOA: a zone has one"
        case .soaBelowApex(let zone): "the SOA is not at the top of the zone, \(zone)"
        case .noSOA: "there is no SOA"
        case .noNameServer: "there is no NS record at the top of the zone"
        case .aliasBesideData(let name): "\(name) is an alias (CNAME) and has other data: it may have only one of both"
        case .secondAlias(let name): "\(name) has a second CNAME: it may have one"
        case .unreadable(let reason): reason
        }
    }
}

extension ZoneFileError.IncludeFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .absolute(let path): "\"\(path)\" is absolute: $INCLUDE takes files below the zone file's folder"
        case .outside(let path): "\"\(path)\" may lead out of the zone file's folder: take \"..\" out"
        case .withinItself(let path): "\"\(path)\" includes itself"
        case .tooDeep: "$INCLUDE within $INCLUDE, more than \(IncludedFiles.mostNested) deep"
        case .tooMany: "more than \(IncludedFiles.mostFiles) files are included"
        }
    }
}
