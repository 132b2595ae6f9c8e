import DNSClient
import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// The same messages to a real server and to ours: the same answer, and the same zone afterwards.
@Suite("Updates at random, against BIND and Knot")
struct UpdatePeerTests {
    private let apex = name("z.test")
    private let client = DNSClient()

    @Test(.needs(.bind, .knot), .timeLimit(.minutes(2)), arguments: [PeerSoftware.bind, .knot])
    func agrees(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(
            PeerZone.simple("z.test.", serial: 0xFFFF_FFF0, records: "@ NS ns2.other.\na A 127.0.0.1\nx.y TXT t"))
        configuration.allowsUpdate = true
        let peer = try await PeerServer.start(software, configuration)
        let asking = try UDPClient(port: peer.port)
        var generator = UpdateGenerator(seed: 11, apex: apex)
        var contents = try await transfer(from: peer)
        var accepted: [AcceptedDifference: Int] = [:]
        var agreed: [ResponseCode: Int] = [:]
        for id in UInt16(1)...400 {
            let serial = try #require(contents.serial)
            let request = try generator.request(after: serial)
            var (message, fault): (Message, String?) = (try request.message(id: id), nil)
            if id.isMultiple(of: 4) {
                (message, fault) = try generator.malformed(request, id: id, but: Self.unanswered(by: software))
            }
            let bytes = try message.encoded()
            guard let answer = try exchange(bytes, with: asking).map({ try Message(decoding: $0) }) else {
                Issue.record("\(software) does not answer to \(fault ?? "\(request)")")
                continue
            }
            let step = UpdateStep(
                software: software,
                message: message, fault: fault, before: contents, ours: answerOfOurs(bytes, contents),
                theirs: (answer.header.responseCode, try await transfer(from: peer)))
            if step.agrees {
                agreed[step.ours.code, default: 0] += 1
            } else if let difference = AcceptedDifference.allCases.first(where: { $0.explains(step) }) {
                accepted[difference, default: 0] += 1
            } else {
                Issue.record("\(software): \(describe(step))")
            }
            contents = step.theirs.zone
        }
        // It is worth little if few of the messages do anything.
        #expect(agreed.values.reduce(0, +) > 300 && agreed.count >= 6, "\(agreed), accepted: \(accepted)")
    }

    /// Sent once: a second time it would be another update.
    private func exchange(_ request: [UInt8], with client: UDPClient) -> [UInt8]? {
        client.send(request)
        while let answer = client.receive(milliseconds: 10_000) {
            if answer.prefix(2) == request.prefix(2) { return answer }
        }
        return nil
    }

    private func answerOfOurs(_ bytes: [UInt8], _ contents: ZoneContents) -> (ResponseCode, ZoneContents) {
        var zone = contents
        do {
            let request = try UpdateRequest(try Message(decoding: bytes)) { $0 == apex }
            _ = try UpdateProcessor(request, permission: .everything).run(on: &zone)
            return (.noError, zone)
        } catch let refusal as UpdateRefusal {
            return (refusal.code, zone)
        } catch {
            return (.formatError, zone)
        }
    }

    private func transfer(from peer: PeerServer) async throws -> ZoneContents {
        var sink = TransferredZone(apex: apex)
        let server = Server(try ServerAddress(host: "127.0.0.1", port: peer.port))
        _ = try await client.transfer(of: apex, from: server, into: &sink)
        return sink.contents
    }

    /// Knot says nothing to it.
    private static func unanswered(by software: PeerSoftware) -> [String] {
        software == .knot ? ["no zone", "two zones"] : []
    }

    private func describe(_ step: UpdateStep) -> String {
        let (ours, theirs) = (step.ours.zone.allRecords, step.theirs.zone.allRecords)
        let sections = (step.message.answers + step.message.authorities).map(\.description)
        return """
            \(step.fault ?? "well-formed")
            \(sections.joined(separator: "\n"))
            ours: \(step.ours.code), theirs: \(step.theirs.code)
            ours only: \(ours.subtracting(theirs).map(\.description))
            theirs only: \(theirs.subtracting(ours).map(\.description))
            before at these names: \(step.before.allRecords.filter { record in
                (step.message.answers + step.message.authorities).contains { $0.name == record.name }
            }.map(\.description))
            """
    }
}
