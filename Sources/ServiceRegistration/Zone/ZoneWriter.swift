import DNSClient
import DNSCore

/// Makes a zone be what it is to be: looks, sends one update for what is missing, and looks whether it is there.
///
/// An update that may have been carried out is not sent again before the zone has been looked at: a signature serves once.
struct ZoneWriter: Sendable {
    let reader: ZoneReader
    let zone: DomainName
    let key: TSIGKey?
    /// For what is added; nil for what is to stay.
    var lease: LeaseOption?
    /// Whether the server tells of leases, so that it is asked for them.
    var asksLeases = false

    /// What came of it.
    struct Outcome: Sendable {
        var view: ZoneView
        /// Whether anything had to be sent.
        var wasSent = false
        /// Whether the server has said that it is done: what it says of leases is known then.
        var isConfirmed = false
        /// nil where the server knows of no leases.
        var granted: LeaseOption?

        fileprivate mutating func accept(_ answer: Message?) {
            wasSent = true
            isConfirmed = true
            granted = answer?.edns?.options.lazy.compactMap(LeaseOption.init).first
        }
    }

    /// So often others may be first.
    private static let tries = 12
    /// From then on it is sent whatever others do: at a name that many share somebody always is first.
    private static let guardedTries = 6
    /// So often an update is sent whose answer does not come.
    private static let lostTries = 4
    /// Looks at a zone that does not show yet what its server has confirmed.
    private static let looks = 5

    /// - Parameters:
    ///   - aim: what is to be.
    ///   - known: what the zone was when it was looked at last. Where nothing was missing then, it is looked at again.
    func reach(
        _ aim: some ZoneAim, from known: ZoneView? = nil, isGuarded: Bool = true
    ) async throws(RegistrationError) -> Outcome {
        var outcome: Outcome
        if let known, aim.request(for: known) != nil {
            outcome = Outcome(view: known)
        } else {
            outcome = Outcome(view: try await look(aim))
        }
        var failures = 0
        for attempt in 0..<Self.tries {
            guard let request = aim.request(for: outcome.view, isGuarded: isGuarded && attempt < Self.guardedTries)
            else {
                return outcome
            }
            let reply = await send(request)
            switch reply.answer.meaning {
            case .accepted:
                outcome.accept(reply.message)
                outcome.view = try await lookUntilReached(aim)
                if aim.isReached(in: outcome.view) { return outcome }
                // As before: not even the answer can be believed.
                if outcome.view.records.satisfies(request.prerequisites) {
                    throw .notShown(server: reply.server, reason: text(reply, outcome.view).silentDenial)
                }
            case .overtaken:
                outcome.view = try await look(aim)
            case .open:
                outcome.wasSent = true
                outcome.view = try await lookUntilReached(aim)
                failures += 1
                guard reply.answer.isServerFailure || reply.answer.isLost, failures < Self.lostTries else {
                    if aim.isReached(in: outcome.view) { return outcome }
                    throw failure(reply, outcome.view)
                }
            // Another who signs with the same key was a second ahead: a new signature is taken.
            case .refused where reply.answer.isOutrun && failures < Self.lostTries:
                failures += 1
            case .refused, .notSent:
                throw failure(reply, outcome.view)
            }
            try await pause(attempt)
        }
        throw .overtaken(aim.keys.first?.name ?? zone)
    }

    func look(_ aim: some ZoneAim) async throws(RegistrationError) -> ZoneView {
        let keys = aim.keys
        return try await reader.view(
            of: zone, keys, signedWith: key, leasesAt: asksLeases ? keys.filter { $0.type == .srv }.map(\.name) : [])
    }

    /// What is confirmed may take a moment to be shown.
    private func lookUntilReached(_ aim: some ZoneAim) async throws(RegistrationError) -> ZoneView {
        var view = try await look(aim)
        for attempt in 0..<Self.looks where !aim.isReached(in: view) {
            try await pause(attempt)
            view = try await look(aim)
        }
        return view
    }

    // MARK: - Sending

    private struct Reply {
        var answer: UpdateAnswer
        var message: Message?
        var server: String
    }

    /// To the first server that can be reached.
    private func send(_ request: UpdateRequest) async -> Reply {
        var reply = Reply(
            answer: .failed(.hostNotFound("", reason: "there is no server to register with")), server: "")
        for (_, var server) in reader.servers.current {
            server.key = key
            reply.server = server.description
            do throws(ClientError) {
                let message = try await reader.client.update(request, lease: lease, at: server)
                reply.answer = .code(message.header.responseCode)
                reply.message = message
            } catch {
                reply.answer = .failed(error)
            }
            guard reply.answer.meaning == .notSent else { break }
        }
        return reply
    }

    private func text(_ reply: Reply, _ view: ZoneView) -> UpdateAnswerText {
        UpdateAnswerText(reply.answer, zone: zone, key: key?.name.description, knowsKey: view.knowsKey)
    }

    private func failure(_ reply: Reply, _ view: ZoneView) -> RegistrationError {
        if case .failed(let error) = reply.answer, reply.answer.meaning == .notSent || reply.answer.isLost {
            return error == .cancelled ? .cancelled : .unreachable(server: reply.server, error)
        }
        return .refused(server: reply.server, reason: text(reply, view).reason)
    }

    /// A few milliseconds at first, then longer; never the same for two.
    private func pause(_ attempt: Int) async throws(RegistrationError) {
        let longest = 10 << min(attempt, 6)
        do {
            try await Task.sleep(for: .milliseconds(Int.random(in: longest / 2...longest)))
        } catch {
            throw .cancelled
        }
    }
}

extension UpdateAnswer {
    /// A server that takes no signature twice has seen a later one of the same key, and our clock is right.
    fileprivate var isOutrun: Bool {
        guard case .failed(.tsig(.rejected(let rejection))) = self, rejection.code == .badTime,
            let serverTime = rejection.serverTime
        else { return false }
        let (now, then) = (max(rejection.clientTime, serverTime), min(rejection.clientTime, serverTime))
        return now - then < 60
    }
}

extension RRsets {
    fileprivate func satisfies(_ prerequisites: [Prerequisite]) -> Bool { prerequisites.allSatisfy { satisfies($0) } }
}
