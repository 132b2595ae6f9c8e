import CPlatform
import Glibc

/// One direction of a connection that is carried: from a socket that is read to one that is written.
///
/// Small messages are copied, large streams go through a pipe within the kernel. What the sink does not take is held, up to
/// one buffer or one pipe, and meanwhile nothing is read: the sender waits.
struct Flow {
    let source: Int32
    let sink: Int32
    /// As far as the last event or call has told.
    var isReadable = true
    var isWritable = true
    /// The source may have ended or broken: what is left there is to be read to its end. So it is at first, as nobody knows
    /// what was there before the first event.
    var mayHaveEnded = true
    /// Bytes that the sink has taken.
    private(set) var carried: UInt64 = 0
    private(set) var isFinished = false
    private var held: ArraySlice<UInt8> = []
    private var pipe: KernelPipe?
    private var piped = 0
    private var isEnded = false
    private var maySplice = true

    /// Less than this in one go through the pipe is no large stream any more.
    private static let smallSplice = 4096

    init(from source: Int32, to sink: Int32) {
        self.source = source
        self.sink = sink
    }

    enum Progress {
        /// Until a socket says that it can go on.
        case waiting
        /// There is more to do at once: others come first.
        case unfinished
        /// The source's end has been told to the sink.
        case finished
        /// The errno.
        case broken(Int32)
    }

    /// Carries what can be carried without waiting, and so much at most.
    mutating func move(atMost budget: Int, with workshop: FlowWorkshop) -> Progress {
        let start = carried
        while carried &- start < UInt64(budget) {
            let failure: Int32
            if !held.isEmpty || piped > 0 {
                guard isWritable else { return .waiting }
                failure = drain(workshop)
            } else if isEnded {
                return finish(workshop)
            } else {
                guard isReadable else { return .waiting }
                failure = pipe == nil ? copy(workshop) : fillPipe(workshop)
            }
            if failure != 0 { return .broken(failure) }
        }
        return .unfinished
    }

    /// Gives back what it holds.
    mutating func end(_ workshop: FlowWorkshop) {
        if let pipe = pipe.take() { workshop.giveBack(pipe, isEmpty: piped == 0) }
        held = []
    }

    private mutating func finish(_ workshop: FlowWorkshop) -> Progress {
        isFinished = true
        end(workshop)
        // A sink that is gone already cannot be told.
        _ = shutdown(sink, Int32(SHUT_WR))
        return .finished
    }

    // MARK: Copying

    /// - Returns: The errno of what has broken; 0 where nothing has.
    private mutating func copy(_ workshop: FlowWorkshop) -> Int32 {
        let count = platform_receive(source, workshop.scratch.baseAddress, UInt(workshop.scratch.count))
        guard count > 0 else { return ended(count) }
        let isLarge = count == workshop.scratch.count
        // A short read has emptied the socket: the next bytes are an event of their own.
        if !isLarge, !mayHaveEnded { isReadable = false }
        if isLarge, maySplice { pipe = workshop.takePipe() }
        let sent = isWritable ? platform_send(sink, workshop.scratch.baseAddress, UInt(count)) : 0
        if sent < 0, let failure = sinkFailure() { return failure }
        let taken = max(0, sent)
        carried &+= UInt64(taken)
        if taken < count {
            held = Array(UnsafeRawBufferPointer(rebasing: workshop.scratch[taken..<count]))[...]
            if sent > 0 { isWritable = false }
        }
        return 0
    }

    /// - Returns: The errno of what has broken; 0 where nothing has.
    private mutating func ended(_ count: Int) -> Int32 {
        guard count < 0 else {
            isEnded = true
            return 0
        }
        switch errno {
        case EAGAIN: (isReadable, mayHaveEnded) = (false, false)
        case EINTR: break
        case let failure: return failure
        }
        return 0
    }

    /// What has broken, unless the sink is only full.
    private mutating func sinkFailure() -> Int32? {
        switch errno {
        case EAGAIN: isWritable = false
        case EINTR: break
        case let failure: return failure
        }
        return nil
    }

    // MARK: Splicing

    private mutating func fillPipe(_ workshop: FlowWorkshop) -> Int32 {
        guard let pipe else { return 0 }
        let count = platform_splice(source, pipe.input, UInt(KernelPipe.capacity))
        if count < 0, errno == EINVAL {
            // This kind of socket cannot.
            maySplice = false
            leavePipe(workshop)
            return 0
        }
        guard count > 0 else { return ended(count) }
        piped = count
        return 0
    }

    private mutating func drain(_ workshop: FlowWorkshop) -> Int32 {
        guard held.isEmpty else { return drainHeld() }
        guard let pipe else { return EBADF }
        let wanted = piped
        let sent = platform_splice(pipe.output, sink, UInt(wanted))
        guard sent >= 0 else { return sinkFailure() ?? 0 }
        piped -= sent
        carried &+= UInt64(sent)
        if piped == 0, wanted < Self.smallSplice { leavePipe(workshop) }
        return 0
    }

    private mutating func drainHeld() -> Int32 {
        let sent = held.withUnsafeBytes { platform_send(sink, $0.baseAddress, UInt($0.count)) }
        guard sent >= 0 else { return sinkFailure() ?? 0 }
        carried &+= UInt64(sent)
        held = held.dropFirst(sent)
        return 0
    }

    private mutating func leavePipe(_ workshop: FlowWorkshop) {
        if let pipe = pipe.take() { workshop.giveBack(pipe, isEmpty: true) }
    }
}
