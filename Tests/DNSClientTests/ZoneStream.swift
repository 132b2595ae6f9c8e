import DNSCore

@testable import DNSClient

/// A zone as a server sends it: one message for each of the groups of records.
struct ZoneStream: Sendable {
    static let apex = "svc.test."
    /// Three messages of an AXFR of serial 7.
    static let three = ZoneStream(groups: {
        try [[.soa(apex, serial: 7)], hosts(1...40), hosts(41...80) + [.soa(apex, serial: 7)]]
    })
    @Sendable
    static func hosts(_ range: ClosedRange<UInt32>) throws -> [ResourceRecord] {
        try range.map { try .a("host\($0).\(apex)", $0) }
    }

    let groups: @Sendable () throws -> [[ResourceRecord]]

    func messages(answering request: FakeServer.Request) throws -> [[UInt8]] {
        try groups().map { try request.answer(.noError, $0, edns: nil) }
    }

    /// With the length before each.
    func bytes(answering request: FakeServer.Request) throws -> [UInt8] {
        try messages(answering: request).flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
    }
}

extension StartOfAuthority {
    static func of(serial: UInt32) throws -> StartOfAuthority {
        guard case .soa(let soa) = try ResourceRecord.soa(ZoneStream.apex, serial: serial).data else {
            throw NeverHappened()
        }
        return soa
    }
}
