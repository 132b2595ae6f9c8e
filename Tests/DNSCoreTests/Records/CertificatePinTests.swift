import Testing

@testable import DNSCore

/// What the records of a service say of the keys of its instances.
@Suite struct CertificatePinTests {
    private let pin = CertificatePin(publicKey: [1, 2, 3])
    private let other = CertificatePin(publicKey: [4])
    private let target: DomainName

    init() throws {
        target = try DomainName("h1.internal.")
    }

    private func texts(_ strings: String...) -> TextStrings { TextStrings(strings.map { Array($0.utf8) }) }

    private func expected(_ texts: [TextStrings], _ associations: [CertificateAssociation] = []) -> Set<CertificatePin>
    {
        CertificatePin.expected(target: target, port: 8080, texts: texts, associations: associations)
    }

    @Test("a pin is the SHA-256 of the key")
    func digest() {
        #expect(pin.description == "A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=")
        #expect(CertificatePin(pin.description) == pin)
        #expect(CertificatePin(digest: [1]) == nil)
    }

    @Test("TLSA 3 1 1 and nothing else is a pin, and says which")
    func association() throws {
        #expect(CertificatePin(pin.association) == pin)
        #expect(pin.association.description.hasPrefix("3 1 1 039058C6"))
        for (usage, selector, type) in [(1, 1, 1), (3, 0, 1), (3, 1, 2), (2, 1, 1)] as [(UInt8, UInt8, UInt8)] {
            let record = CertificateAssociation(
                usage: usage, selector: selector, matchingType: type, data: pin.digest)
            #expect(CertificatePin(record) == nil)
        }
        #expect(CertificatePin(CertificateAssociation(usage: 3, selector: 1, matchingType: 1, data: [1])) == nil)
        #expect(try CertificatePin.owner(target: target, port: 8080) == DomainName("_8080._tcp.h1.internal."))
    }

    @Test("pin= is read as it is written, one or several, and what is no pin is left out")
    func textRecord() {
        #expect(TextStrings([TextStrings.string(pins: [pin])]).pins == [pin])
        #expect(TextStrings([TextStrings.string(pins: [pin, other])]).pins == [pin, other])
        #expect(TextStrings.string(pins: (0..<9).map { CertificatePin(publicKey: [$0]) }).count <= 255)
        #expect(texts("PIN=\(pin)").pins == [pin])
        #expect(texts("pin=\(pin),nonsense").pins == [pin])
        #expect(texts("pin=", "pin").pins == [])
        #expect(TextStrings([[0x70, 0x69, 0x6E, 0x3D, 0xFF, 0xFE]]).pins == [])
    }

    @Test("an instance expects what is said of it, or of all at its name")
    func instances() {
        let own = texts("target=H1.internal.", "port=8080", "pin=\(pin)")
        let another = texts("target=h2.internal", "port=8080", "pin=\(other)")
        let anotherPort = texts("target=h1.internal", "port=8081", "pin=\(other)")
        let general = texts("pin=\(other)")
        #expect(expected([own, another, anotherPort]) == [pin])
        #expect(expected([own, general]) == [pin, other])
        #expect(expected([another]) == [])
        #expect(expected([], [pin.association]) == [pin])
        #expect(expected([general], [pin.association]) == [pin, other], "either will do while one takes over")
        #expect(expected([texts("target=..", "pin=\(pin)"), texts("port=x", "pin=\(pin)")]) == [])
    }
}
