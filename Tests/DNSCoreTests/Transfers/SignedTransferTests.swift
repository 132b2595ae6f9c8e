import Testing

@testable import DNSCore

@Suite("A transfer with signatures")
struct SignedTransferTests {
    /// The messages signed as the pattern says, and both sides' state after the first.
    private func exchange(_ pattern: String) throws -> (client: TSIGExchange, messages: [[UInt8]]) {
        var (client, transfer) = (TSIGExchange(key: try testKey()), ZoneTransfer(zone: zoneName, known: nil))
        var request = transfer.request(id: 7)
        try client.sign(&request, at: newYear)
        guard case .verified(var server) = TSIGVerifier(keys: [try testKey()]).verify(request.span, at: newYear) else {
            throw SignedExchange.NotVerified()
        }
        let answer = TransferAnswer(
            records: WholeZoneTests.zone, sizes: Array(repeating: 3, count: pattern.count - 1), questions: .all)
        var messages = answer.messages
        for (index, letter) in pattern.enumerated() {
            if letter == "s" {
                try server.sign(&messages[index], at: newYear)
            } else {
                let message = messages[index]
                server.leaveUnsigned(message.span)
            }
        }
        return (client, messages)
    }

    private func take(_ messages: [[UInt8]], _ client: inout TSIGExchange) throws -> TransferRun {
        var run = TransferRun()
        for message in messages {
            try client.verifyNext(message.span, at: newYear)
            try run.take([message])
        }
        return run
    }

    @Test("commits when the last signature held", arguments: ["ssss", "suus", "suss"])
    func commits(pattern: String) throws {
        var (client, messages) = try exchange(pattern)
        var run = try take(messages, &client)
        #expect(run.sink.events == WholeZoneTests.expected)
        try run.transfer.commit(into: &run.sink, signedBy: client)
        #expect(run.sink.events.last == .committed(soa(5)))
    }

    @Test("commits nothing when the last message is not signed")
    func lastUnsigned() throws {
        var (client, messages) = try exchange("suuu")
        var run = try take(messages, &client)
        let exchange = client
        #expect(throws: TransferError.signature(.lastUnsigned)) {
            try run.transfer.commit(into: &run.sink, signedBy: exchange)
        }
        #expect(run.sink.events == WholeZoneTests.expected)
    }
}
