@testable import DNSCore

/// Messages of every kind and record type, the same in every run with the same seed.
struct RandomMessage {
    var generator: FixedSeed
    /// Names that come up again and again, so that compression has something to do.
    private var names: [DomainName] = [.root]

    init(seed: UInt64) {
        generator = FixedSeed(state: seed)
    }

    static let types: [RecordType] = [
        .a, .aaaa, .ns, .cname, .soa, .ptr, .mx, .txt, .srv, .tlsa, .svcb, .https, .caa, .ds, .dnskey, .rrsig, .nsec,
        .nsec3, .key, RecordType(rawValue: 65_400), RecordType(rawValue: 10),
    ]

    mutating func message() -> Message {
        names = [.root]
        let opcode = [Opcode.query, .query, .query, .notify, .update][int(0..<5)]
        let edns = int(0..<2) == 0 ? nil : edns()
        return Message(
            header: Header(
                id: number(), isResponse: int(0..<2) == 0, opcode: opcode, flags: Header.Flags(rawValue: number()),
                responseCode: ResponseCode(rawValue: number() & (edns == nil ? 0xF : 0xFFF))),
            questions: opcode == .update ? [Question(name: name(), type: .soa)] : many(0..<3) { $0.question() },
            answers: many(0..<6) { $0.record(in: opcode) }, authorities: many(0..<4) { $0.record(in: opcode) },
            additionals: many(0..<4) { $0.record(in: .query) } + many(0..<2) { $0.signature() }, edns: edns)
    }

    private mutating func question() -> Question {
        Question(name: name(), type: Self.types[int(0..<Self.types.count)])
    }

    mutating func record(in opcode: Opcode) -> ResourceRecord {
        if opcode == .update, int(0..<3) == 0 {
            let type = int(0..<2) == 0 ? .any : Self.types[int(0..<Self.types.count)]
            return ResourceRecord(name: name(), recordClass: .any, ttl: 0, data: .empty(type))
        }
        return ResourceRecord(
            name: name(), ttl: number() & 0x7FFF_FFFF, data: data(Self.types[int(0..<Self.types.count)]))
    }

    private mutating func signature() -> ResourceRecord {
        let signature = TransactionSignature(
            algorithm: name(), timeSigned: number() & 0xFFFF_FFFF_FFFF, fudge: number(), mac: bytes(0..<64),
            originalID: number(), error: ResponseCode(rawValue: number() & 0x1F), otherData: bytes(0..<8))
        return ResourceRecord(name: name(), recordClass: .any, ttl: 0, data: .tsig(signature))
    }

    private mutating func edns() -> EDNS {
        // Codes that nobody has a format for.
        EDNS(
            udpSize: number(), version: number(), flags: number(),
            options: many(0..<3) { EDNSOption(code: UInt16($0.int(65_001..<65_500)), data: $0.bytes(0..<20)) })
    }

    mutating func data(_ type: RecordType) -> RecordData {
        switch type {
        case .a: .a(IPv4Address(rawValue: number()))
        case .aaaa: .aaaa(IPv6Address(high: number(), low: int(0..<2) == 0 ? 0 : number()))
        case .ns: .ns(name())
        case .cname: .cname(name())
        case .soa:
            .soa(
                StartOfAuthority(
                    primary: name(), mailbox: name(), serial: Serial(rawValue: number()), refresh: number(),
                    retry: number(), expire: number(), minimum: number()))
        case .ptr: .ptr(name())
        case .mx: .mx(MailExchange(preference: number(), exchange: name()))
        case .txt: .txt(TextStrings(many(1..<4) { $0.bytes(0..<40) }))
        case .srv:
            .srv(ServiceLocation(priority: number(), weight: number(), port: number(), target: name()))
        case .tlsa:
            .tlsa(CertificateAssociation(usage: number(), selector: number(), matchingType: 1, data: bytes(32..<33)))
        case .svcb: .svcb(serviceBinding())
        case .https: .https(serviceBinding())
        case .caa:
            .caa(CertificationAuthorityAuthorization(flags: number(), tag: Array("issue".utf8), value: bytes(0..<40)))
        case .ds: .ds(DelegationSigner(keyTag: number(), algorithm: number(), digestType: 2, digest: bytes(32..<33)))
        case .dnskey: .dnskey(key())
        // Flags of 0xC000 mean that there is no key (RFC 2535 section 3.1.2).
        case .key: .key(key(flags: 0x3FFF))
        case .rrsig:
            .rrsig(
                RecordSignature(
                    typeCovered: RecordType(rawValue: number()), algorithm: number(), labels: number(),
                    originalTTL: number() & 0x7FFF_FFFF, expiration: number(), inception: number(), keyTag: number(),
                    signer: name(), signature: bytes(1..<80)))
        case .nsec: .nsec(NextSecure(next: name(), types: types()))
        case .nsec3:
            .nsec3(
                HashedNextSecure(
                    hashAlgorithm: 1, flags: number(), iterations: number(), salt: bytes(0..<9),
                    nextHashedOwner: bytes(1..<30), types: types()))
        default: .opaque(type, bytes(0..<40))
        }
    }

    private mutating func key(flags: UInt16 = 0xFFFF) -> DNSKey {
        DNSKey(flags: number() & flags, protocolNumber: number(), algorithm: number(), publicKey: bytes(1..<90))
    }

    private mutating func types() -> TypeBitmap {
        TypeBitmap(
            many(0..<6) {
                $0.int(0..<3) == 0
                    ? RecordType(rawValue: UInt16($0.int(260..<32_768))) : Self.types[$0.int(0..<Self.types.count)]
            })
    }

    private mutating func serviceBinding() -> ServiceBinding {
        guard int(0..<4) > 0 else { return ServiceBinding(priority: 0, target: name()) }
        let all: [ServiceParameter] = [
            ServiceParameter(key: .alpn, value: many(1..<4) { $0.counted(1..<9) }.flatMap { $0 }),
            ServiceParameter(key: .noDefaultALPN, value: []),
            ServiceParameter(key: .port, value: bytes(2..<3)),
            ServiceParameter(key: .ipv4Hint, value: many(1..<3) { $0.bytes(4..<5) }.flatMap { $0 }),
            ServiceParameter(key: .ech, value: [0, 5] + bytes(5..<6)),
            ServiceParameter(key: .ipv6Hint, value: many(1..<3) { $0.bytes(16..<17) }.flatMap { $0 }),
            ServiceParameter(key: .dohPath, value: bytes(1..<20)),
            ServiceParameter(key: ServiceParameterKey(rawValue: 700), value: bytes(0..<20)),
        ]
        var chosen = all.filter { _ in int(0..<2) == 0 }
        if !chosen.contains(where: { $0.key == .alpn }) { chosen.removeAll { $0.key == .noDefaultALPN } }
        let keys = chosen.filter { _ in int(0..<3) == 0 }.flatMap {
            [UInt8($0.key.rawValue >> 8), UInt8($0.key.rawValue & 255)]
        }
        if !keys.isEmpty { chosen.insert(ServiceParameter(key: .mandatory, value: keys), at: 0) }
        return ServiceBinding(priority: number() | 1, target: name(), parameters: chosen)
    }

    mutating func name() -> DomainName {
        let known = names[int(0..<names.count)]
        guard int(0..<4) > 0 else { return known }
        guard let new = try? known.prepending(label()) else { return known }
        names.append(new)
        return new
    }

    private mutating func label() -> [UInt8] {
        switch int(0..<8) {
        case 0: bytes(1..<64)
        case 1: Array("_Http".utf8)
        case 2: Array("_tcp".utf8)
        default:
            Array(repeating: 0, count: int(1..<12)).map { _ in UInt8(int(0x61..<0x7B)) & (int(0..<5) == 0 ? 0xDF : 0xFF)
            }
        }
    }

    private mutating func counted(_ count: Range<Int>) -> [UInt8] {
        let bytes = bytes(count)
        return [UInt8(bytes.count)] + bytes
    }

    mutating func bytes(_ count: Range<Int>) -> [UInt8] { (0..<int(count)).map { _ in number() } }

    mutating func int(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func number<T: FixedWidthInteger & UnsignedInteger>() -> T {
        T.random(in: .min ... .max, using: &generator)
    }

    private mutating func many<T>(_ count: Range<Int>, _ make: (inout RandomMessage) -> T) -> [T] {
        var all: [T] = []
        for _ in 0..<int(count) { all.append(make(&self)) }
        return all
    }

    /// The bytes with a few of them changed, cut or doubled.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<int(1..<4) where !bytes.isEmpty {
            let index = int(0..<bytes.count)
            switch int(0..<8) {
            case 0: bytes[index] = number()
            case 1: bytes[index] ^= 1 << UInt8(int(0..<8))
            case 2: bytes[index] = [0, 1, 0x3F, 0x40, 0x7F, 0x80, 0xC0, 0xFF][int(0..<8)]
            case 3: bytes.removeSubrange(index..<min(index + int(1..<9), bytes.count))
            case 4: bytes.insert(contentsOf: self.bytes(1..<5), at: index)
            case 5: bytes.removeLast(bytes.count - index)
            case 6 where index + 1 < bytes.count: (bytes[index], bytes[index + 1]) = (0xC0, UInt8(int(0..<64)))
            default: bytes[index] &+= int(0..<2) == 0 ? 1 : 255
            }
        }
        return bytes
    }
}
