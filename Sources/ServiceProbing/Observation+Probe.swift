import ServiceCatalog

extension Observation {
    /// Of a probe that has ended.
    init(of kind: ProbeKind, at now: Timestamp, failure: Reason, after duration: Duration) {
        let microseconds = UInt32(clamping: max(1, Int64(duration / .microseconds(1))))
        let phases =
            failure != .none || kind == .look
            ? ProbePhases()
            : kind.isDatagram ? ProbePhases(firstByte: microseconds) : ProbePhases(connect: microseconds)
        self.init(at: now, failure: failure, phases: phases)
    }

    /// Of a probe that was a conversation. How long a part took counts only where all went well.
    init(_ result: Conversation.Result, connectedIn connect: UInt32, at now: Timestamp) {
        let phases =
            result.failure == .none
            ? ProbePhases(connect: connect, tls: result.tls, firstByte: result.firstByte) : ProbePhases()
        self.init(at: now, failure: result.failure, phases: phases)
    }
}
