/// The RDATA of types without a case of their own, as people write it.
///
/// Zone files of other servers have it; what is written here is in the generic form.
enum OpaqueText {
    private enum Field {
        case byte
        case number
        case longNumber
        case name
        case string
        /// One or more.
        case strings
        /// Without its length: it reaches to the end.
        case target
        /// Hexadecimal behind its length; `-` for none.
        case salt
        case hexadecimal
        case base64
    }

    private static let layouts: [UInt16: [Field]] = [
        13: [.string, .string],  // HINFO
        17: [.name, .name],  // RP
        18: [.number, .name],  // AFSDB
        21: [.number, .name],  // RT
        35: [.number, .number, .string, .string, .string, .name],  // NAPTR
        36: [.number, .name],  // KX
        37: [.number, .number, .byte, .base64],  // CERT
        39: [.name],  // DNAME
        44: [.byte, .byte, .hexadecimal],  // SSHFP
        49: [.base64],  // DHCID
        51: [.byte, .byte, .number, .salt],  // NSEC3PARAM
        53: [.byte, .byte, .byte, .hexadecimal],  // SMIMEA
        59: [.number, .byte, .byte, .hexadecimal],  // CDS
        60: [.number, .byte, .byte, .base64],  // CDNSKEY
        61: [.base64],  // OPENPGPKEY
        63: [.longNumber, .byte, .byte, .hexadecimal],  // ZONEMD
        99: [.strings],  // SPF
        256: [.number, .number, .target],  // URI
    ]

    /// - Returns: nil for a type that has the generic form only.
    static func read(_ type: RecordType, _ text: inout RecordTextReader) throws(RecordTextError) -> [UInt8]? {
        guard let layout = layouts[type.rawValue] else { return nil }
        var bytes: [UInt8] = []
        for field in layout { bytes += try read(field, &text) }
        return bytes
    }

    private static func read(_ field: Field, _ text: inout RecordTextReader) throws(RecordTextError) -> [UInt8] {
        switch field {
        case .byte: [try text.number("a number up to 255")]
        case .number: bigEndian(try text.number("a number up to 65535") as UInt16)
        case .longNumber: bigEndian(try text.number("a number up to 4294967295") as UInt32)
        case .name: try text.name("a name").wire
        case .string: counted(try text.string("a string"))
        case .strings: try TextStrings(&text).strings.flatMap(counted)
        case .target: try RecordTextReader.unescape(text.word("a target").text)
        case .salt: counted(try text.salt())
        case .hexadecimal: try text.remainingHexadecimal("hexadecimal data")
        case .base64: try text.remainingBase64("Base64 data")
        }
    }

    /// - Precondition: no more than 255 bytes.
    private static func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(truncatingIfNeeded: bytes.count)] + bytes }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
