import CPlatform
import Glibc

/// A pipe through which bytes go from one socket to another without leaving the kernel.
struct KernelPipe {
    let output: Int32
    let input: Int32

    static let capacity = 1 << 18

    /// Nothing where the system has none left.
    static func open() -> KernelPipe? {
        var ends: [Int32] = [-1, -1]
        guard platform_pipe_open(&ends, Int32(capacity)) == 0 else { return nil }
        return KernelPipe(output: ends[0], input: ends[1])
    }

    func close() {
        _ = Glibc.close(output)
        _ = Glibc.close(input)
    }
}

/// What the flows of a thread share: room for what is copied, and empty pipes that nobody uses at present.
final class FlowWorkshop {
    /// For what comes in one read; a read that fills it is one of a large stream.
    let scratch: UnsafeMutableRawBufferPointer
    private var pipes: [KernelPipe] = []
    private var openCount = 0
    private let limit: Int

    private static let keptPipes = 64

    /// - Parameter limit: Pipes that may be open.
    init(pipes limit: Int) {
        self.limit = limit
        scratch = .allocate(byteCount: 1 << 14, alignment: 16)
    }

    deinit {
        scratch.deallocate()
        for pipe in pipes { pipe.close() }
    }

    /// An empty one; nothing where there are enough, or the system has none left.
    func takePipe() -> KernelPipe? {
        if let pipe = pipes.popLast() { return pipe }
        guard openCount < limit, let pipe = KernelPipe.open() else { return nil }
        openCount += 1
        return pipe
    }

    /// - Parameter isEmpty: A pipe that holds something would give it to another.
    func giveBack(_ pipe: KernelPipe, isEmpty: Bool) {
        guard !isEmpty || pipes.count >= Self.keptPipes else { return pipes.append(pipe) }
        openCount -= 1
        pipe.close()
    }
}
