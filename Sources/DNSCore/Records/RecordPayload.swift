/// What every RDATA has: a wire form and a presentation form.
protocol RecordPayload: Hashable, Sendable, CustomStringConvertible {
    /// Reads the RDATA up to the reader's end, or a part of it: the caller checks that nothing is left over.
    init(_ reader: inout WireReader) throws(WireError)
    func write(to writer: inout WireWriter) throws(WireError)
    init(_ text: inout RecordTextReader) throws(RecordTextError)
}
