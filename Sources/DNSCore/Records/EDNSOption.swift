/// One EDNS option, known or not (RFC 6891 section 6.1.2).
public struct EDNSOption: Hashable, Sendable {
    public var code: UInt16
    public var data: [UInt8]

    public init(code: UInt16, data: [UInt8]) {
        self.code = code
        self.data = data
    }
}

extension EDNSOption {
    init(_ reader: inout WireReader) throws(WireError) {
        code = try reader.readUInt16()
        data = try reader.readBytes(Int(reader.readUInt16()))
    }

    /// All options up to the reader's end.
    static func list(_ reader: inout WireReader) throws(WireError) -> [EDNSOption] {
        var options: [EDNSOption] = []
        while reader.remaining > 0 { options.append(try EDNSOption(&reader)) }
        return options
    }

    func write(to writer: inout WireWriter) throws(WireError) {
        writer.write(code)
        try writer.writeCounted16(data)
    }
}
