import ServiceCatalog
import Terminal

/// Asks whether the one who answers at an instance is the right one: from then on, whoever else does is an impostor.
struct PinPrompt: Overlay {
    private let instance: InstanceIdentity
    private let title: String
    /// What is to be asked of it; nil to let go of what was pinned.
    private let identity: Identity?
    private let lines: [String]

    /// Why there is nothing to be pinned.
    struct Refusal: Error {
        let text: String
    }

    init(_ target: ActionTarget) throws(Refusal) {
        guard let subject = target.subjects.first, target.subjects.count == 1 else {
            throw Refusal(text: "One after the other: each instance has to be looked at")
        }
        let zone = target.snapshot.zones[subject.zone]
        guard let peer = zone.peers.telling(subject.instance) else {
            throw Refusal(
                text: "Nothing is known of who answers there: only sockets of this host and certificates tell")
        }
        instance = zone.catalog.identity(of: subject.instance)
        title = target.title
        guard !peer.isPinned else {
            identity = nil
            lines = [
                "Lets go of what was pinned: whoever answers is taken for the service again,",
                "but for what the records say.",
            ]
            return
        }
        if let owner = peer.evidence.owner, owner.mayBeStandIn, peer.evidence.certificate == nil {
            throw Refusal(text: "root listens there and may hand over: say `uid` in [identity] of the configuration")
        }
        let found = Identity(seenIn: peer.evidence)
        guard !found.isEmpty else { throw Refusal(text: "Neither a user nor a certificate was seen there") }
        identity = found
        lines = Self.lines(of: peer, found)
    }

    private static func lines(of peer: AnsweringPeer, _ identity: Identity) -> [String] {
        var lines: [String] = []
        if let user = identity.users.first {
            lines.append("user  " + (peer.process?.userName.map { "\($0) (uid \(user))" } ?? "uid \(user)"))
        }
        if let pin = identity.pins.first { lines.append("key   \(pin)") }
        if let unit = peer.process?.unit { lines.append("unit  \(unit)") }
        return lines + ["Whoever else answers there will be shown as an impostor."]
    }

    var holdsRows: Bool { true }

    func frame(in body: Rect, _ state: DashboardState) -> Rect {
        Dialog.frame(rows: lines.count, columns: 76, in: body)
    }

    mutating func take(_ input: KeyEvent, in state: inout DashboardState) -> OverlayTurn {
        switch input {
        case .key(.escape): .close
        case .key(.enter): .close([.pin(instance, identity)])
        default: .stay
        }
    }

    func draw(_ state: DashboardState, on canvas: inout Canvas) {
        canvas.dialog(title: identity == nil ? "Unpin \(title)" : "Pin who answers at \(title)") { canvas in
            for (row, line) in lines.enumerated() { canvas.put(line, row: row, column: 0, style: canvas.theme[.text]) }
        }
    }

    func hints(_ state: DashboardState) -> [KeyHint] {
        [KeyHint(.enter, identity == nil ? "unpin" : "pin"), KeyHint(.escape, "cancel")]
    }
}

extension Identity {
    /// Just the one who was seen.
    fileprivate init(seenIn evidence: PeerEvidence) {
        self.init()
        if let owner = evidence.owner, !owner.mayBeStandIn { users = [owner.user] }
        if let certificate = evidence.certificate { pins = [certificate.pin] }
    }
}

extension DashboardState {
    /// Opens the question, or says why there is none.
    mutating func askToPin(_ target: ActionTarget) {
        guard isLive else { return refuseToActOnThePast() }
        do throws(PinPrompt.Refusal) {
            open(try PinPrompt(target))
        } catch {
            message = Message(error.text, .warning, brief: "Nothing to pin")
        }
    }
}
