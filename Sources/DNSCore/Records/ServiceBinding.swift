/// The RDATA of an SVCB or HTTPS record (RFC 9460 section 2.2).
public struct ServiceBinding: Hashable, Sendable {
    /// 0 makes the record an alias.
    public var priority: UInt16
    /// The root stands for the owner name.
    public var target: DomainName
    /// In ascending order of their keys, each key once.
    public var parameters: [ServiceParameter]

    public init(priority: UInt16, target: DomainName, parameters: [ServiceParameter] = []) {
        self.priority = priority
        self.target = target
        self.parameters = parameters
    }
}

extension ServiceBinding {
    public subscript(key: ServiceParameterKey) -> [UInt8]? {
        parameters.first { $0.key == key }?.value
    }
}

extension ServiceBinding: RecordPayload {
    init(_ reader: inout WireReader) throws(WireError) {
        let start = reader.offset
        priority = try reader.readUInt16()
        target = try reader.readName()
        parameters = []
        while reader.remaining > 0 {
            let offset = reader.offset
            let parameter = try ServiceParameter(&reader)
            if let last = parameters.last, last.key.rawValue >= parameter.key.rawValue {
                throw WireError(.invalid("order of service parameters"), at: offset)
            }
            parameters.append(parameter)
        }
        guard isConsistent else { throw WireError(.invalid("set of service parameters"), at: start) }
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(priority)
        writer.write(target)
        for parameter in parameters { try parameter.write(to: &writer) }
    }

    init(_ text: inout RecordTextReader) throws(RecordTextError) {
        priority = try text.number("a priority")
        target = try text.name("a target")
        parameters = []
        while let word = try text.nextWord() {
            let parameter = try ServiceParameter(word)
            guard self[parameter.key] == nil else {
                throw .notA("a parameter that is not there yet", word.text, at: word.offset)
            }
            parameters.append(parameter)
        }
        parameters.sort { $0.key.rawValue < $1.key.rawValue }
        guard isConsistent else { throw RecordTextError(.missing("a mandatory parameter"), at: text.offset) }
    }

    /// Whether all that is said to be mandatory is there (RFC 9460 sections 7.1.1 and 8).
    private var isConsistent: Bool {
        let mandatory = self[.mandatory].map(ServiceParameterKey.list) ?? []
        return mandatory.allSatisfy { self[$0] != nil } && (self[.noDefaultALPN] == nil || self[.alpn] != nil)
    }

    public var description: String {
        (["\(priority)", "\(target)"] + parameters.map(\.description)).joined(separator: " ")
    }
}
