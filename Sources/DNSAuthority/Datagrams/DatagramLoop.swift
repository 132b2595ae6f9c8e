import DNSCore

/// One thread's work: waits for requests at its sockets, and answers them a batch at a time.
struct DatagramLoop: ~Copyable {
    private let sockets: [DatagramSocket]
    private let quick: @Sendable (Span<UInt8>, Requester) -> QuickReply
    private let slow: SlowRequests
    private var batch: DatagramBatch
    private var readiness: Readiness

    /// No socket has this token.
    private static let wakeupToken = UInt64.max

    /// - Parameter wakeup: Readable once the loop is to end. It outlives the loop.
    init(
        sockets: [DatagramSocket], wakeup: Int32, quick: @escaping @Sendable (Span<UInt8>, Requester) -> QuickReply,
        slow: SlowRequests
    ) throws(DatagramServerError) {
        let readiness = try Readiness()
        for (index, socket) in sockets.enumerated() { try readiness.watch(socket.descriptor, as: UInt64(index)) }
        try readiness.watch(wakeup, as: Self.wakeupToken)
        batch = try DatagramBatch()
        self.readiness = readiness
        self.sockets = sockets
        self.quick = quick
        self.slow = slow
    }

    mutating func run() {
        while let count = readiness.wait() {
            for index in 0..<count {
                let token = readiness.token(index)
                if token == Self.wakeupToken { return }
                if let place = Int(exactly: token), sockets.indices.contains(place) { serve(sockets[place]) }
            }
        }
    }

    private mutating func serve(_ socket: DatagramSocket) {
        let count = batch.receive(from: socket)
        for index in 0..<count { answer(index, socket) }
        batch.send(by: socket)
    }

    private mutating func answer(_ index: UInt32, _ socket: DatagramSocket) {
        let reply = batch.withRequest(index) { request, requester -> QuickReply in
            // A response, or what is too short to be a message, gets no answer, whoever would give one.
            guard request.count >= Header.length, request[2] & 0x80 == 0 else { return .silence }
            let reply = quick(request, requester)
            if case .later = reply {
                let bytes = request.withUnsafeBufferPointer { Array($0) }
                slow.take(bytes, from: requester, by: socket, batch.returnPath(index))
            }
            return reply
        }
        if case .answer(let answer) = reply { batch.queue(answer, to: index) }
    }
}
