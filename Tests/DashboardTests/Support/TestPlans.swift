import DNSCore
import ServiceCatalog

@testable import Dashboard

extension Plan {
    static let dc1 = "_ldap._tcp.corp.example. 60 IN SRV 10 50 389 dc1.corp.example."

    /// dc1:389 is taken out of corp.example.
    static func withdrawal(
        offers: Bool = false, confirmation: Confirmation = .button, isLast: Bool = false
    ) throws -> Plan {
        let zone = try DomainName("corp.example.")
        let service = try DomainName("_ldap._tcp.corp.example.")
        let data = try ["10 50 389 dc1", "10 50 389 dc2", "10 10 389 10-0-9-9", "20 100 389 dc3"].map {
            try RecordData(type: .srv, text: $0, origin: zone)
        }
        let request = UpdateRequest(
            zone: zone, prerequisites: [.equals(service, data)], changes: [.delete(service, data[0])])
        let host = try DomainName("dc1.corp.example.")
        let address = try RecordData(type: .a, text: "10.0.1.11")
        let offer = Offer(
            "also delete the address 10.0.1.11 of dc1.corp.example.: nothing else in the zone uses it", update: 0,
            prerequisites: [.equals(host, [address])], changes: [.delete(host, address)])
        let line = Line(
            zone: zone, service: service, title: "dc1:389", record: dc1, status: isLast ? .up : .down,
            shareBefore: 0.45,
            shareAfter: 0, isLastServing: isLast)
        return Plan(
            .withdraw, lines: [line], losses: isLast ? [Loss(zone: zone, service: service, .lastServing)] : [],
            updates: [Update(request, server: "10.0.0.53", key: "ops-hmac")],
            offers: offers ? [offer] : [],
            notes: ["Caches keep it for up to 60 seconds after the last secondary has followed."],
            warnings: isLast ? ["dc1:389 is the last serving instance of _ldap._tcp: clients will find nobody."] : [],
            confirmation: confirmation)
    }

    /// So many records of several services, for which a name is to be typed.
    static func many(_ count: Int) throws -> Plan {
        let zone = try DomainName("corp.example.")
        var lines: [Line] = []
        var losses: [Loss] = []
        var changes: [UpdateRequest.Change] = []
        for number in 0..<count {
            let service = try DomainName("_svc\(number / 3)._tcp.corp.example.")
            let target = "node\(number).rack\(number % 7).corp.example."
            let data = try RecordData(type: .srv, text: "0 10 \(8000 + number) \(target)")
            lines.append(
                Line(
                    zone: zone, service: service, title: "node\(number).rack\(number % 7):\(8000 + number)",
                    record: "\(service) 60 IN SRV \(data)", status: number % 2 == 0 ? .up : .stale,
                    shareBefore: 1 / 3, shareAfter: 0, isLastServing: false))
            if number % 3 == 2 { losses.append(Loss(zone: zone, service: service, .everything)) }
            changes.append(.delete(service, data))
        }
        return Plan(
            .withdraw, lines: lines, losses: losses,
            updates: [Update(UpdateRequest(zone: zone, changes: changes), server: "ns1.corp.example:5353", key: nil)],
            notes: ["2 of the marked rows are hidden by the filter."],
            warnings: ["This is a production zone."],
            confirmation: .typed("_svc0._tcp", reason: "more than five records of a production zone"))
    }

    /// With names and notes of someone who means ill of the terminal.
    static func hostile() throws -> Plan {
        let zone = try DomainName("evil.example.")
        let service = try DomainName(#"\027[2J\226\128\174._tcp.evil.example."#)
        let data = try RecordData(type: .srv, text: #"0 0 80 \007bell\155.evil.example."#)
        let line = Line(
            zone: zone, service: service, title: "\u{1B}]0;owned\u{7}\u{202E}gnp.exe",
            record: "\(service) 60 IN SRV \(data)",
            status: .impostor, shareBefore: nil, shareAfter: nil, isLastServing: true)
        let offer = Offer("\u{1B}[31m\u{200B}address", update: 0, prerequisites: [], changes: [])
        return Plan(
            .withdraw, lines: [line],
            updates: [
                Update(
                    UpdateRequest(
                        zone: zone, prerequisites: [.equals(service, [data])], changes: [.delete(service, data)]),
                    server: "host\u{1B}[31m\u{202E}", key: "key\u{9B}31m")
            ], offers: [offer], notes: ["\u{9B}31m note"], warnings: ["\u{202E}warning\u{7}"],
            confirmation: .typed("\u{202E}name", reason: "\u{1B}[2J"))
    }
}

extension Desk {
    var hasExecuted: Bool { !executed.isEmpty }

    var executed: [Plan] { effects.compactMap { if case .execute(let plan) = $0 { plan } else { nil } } }
    var requests: [PlanRequest] { effects.compactMap { if case .plan(let request) = $0 { request } else { nil } } }
    var copies: [String] { effects.compactMap { if case .copy(let text) = $0 { text } else { nil } } }
}
