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
            let (answer, message) = await send(request)
            switch answer.meaning {
            case .accepted:
                outcome.accept(message)
                outcome.view = try await lookUntilReached(aim)
                if aim.isReached(in: outcome.view) { return outcome }
                // As before: not even the answer can be believed.
                if outcome.view.records.satisfies(request.prerequisites) {
                    throw .notShown(server: serverText, reason: text(answer, outcome.view).silentDenial)
                }
            case .overtaken:
                outcome.view = try await look(aim)
            case .open:
                outcome.wasSent = true
                outcome.view = try await lookUntilReached(aim)
                failures += 1
                guard answer.isServerFailure || answer.isLost, failures < Self.lostTries else {
                    if aim.isReached(in: outcome.view) { return outcome }
                    throw failure(answer, outcome.view)
                }
            // Another who signs with the same key was a second ahead: a new signature is taken.
            case .refused where answer.isOutrun && failures < Self.lostTries:
                failures += 1
            case .refused, .notSent:
                throw failure(answer, outcome.view)
            }
            try await pause(attempt)
        }
        throw .overtaken(aim.keys.first?.name ?? zone)
    }

    func look(_ aim: some ZoneAim) async throws(RegistrationError) -> ZoneView {
        let keys = aim.keys
        return try await reader.view(
            of: zone, keys, signedWith: key, leasesAt: lease == nil ? [] : keys.filter { $0.type == .srv }.map(\.name))
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

    /// To the first server that can be reached.
    func send(_ request: UpdateRequest) async -> (UpdateAnswer, Message?) {
        var last = UpdateAnswer.failed(.hostNotFound("", reason: "there is no server to register with"))
        for var server in reader.servers {
            server.key = key
            do throws(ClientError) {
                let message = try await reader.client.update(request, lease: lease, at: server)
                return (.code(message.header.responseCode), message)
            } catch {
                last = .failed(error)
            }
            guard last.meaning == .notSent else { break }
        }
        return (last, nil)
    }

    private var serverText: String { reader.servers.first?.description ?? "" }

    private func text(_ answer: UpdateAnswer, _ view: ZoneView) -> UpdateAnswerText {
        UpdateAnswerText(answer, zone: zone, key: key?.name.description, knowsKey: view.knowsKey)
    }

    func failure(_ answer: UpdateAnswer, _ view: ZoneView) -> RegistrationError {
        if case .failed(let error) = answer, answer.meaning == .notSent || answer.isLost {
            return error == .cancelled ? .cancelled : .unreachable(server: serverText, error)
        }
        return .refused(server: serverText, reason: text(answer, view).reason)
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
