import ActivationControl

/// A service in the hands of its stand-in; all of it happens on the thread of the loop.
protocol HeldService: AnyObject {
    var service: ActivatedService { get }
    var report: ServiceReport { get }
    /// When `passTime` has something to do; nil for never.
    var nextWake: ContinuousClock.Instant? { get }
    /// Nothing runs any more, and nothing will.
    var isFinished: Bool { get }
    /// Local TCP ports and paths of which the open connections are to be counted now.
    var countedPlaces: CountedPlaces? { get }

    /// From now on, clients are noticed.
    func begin()
    func passTime(at now: ContinuousClock.Instant)
    func count(_ connections: ConnectionCounts)
    /// - Throws: why that is not done.
    func start() throws(RequestRefusal)
    func stop() throws(RequestRefusal)
    func upgrade() throws(RequestRefusal)
    /// Gives the sockets to a process that others have started.
    func handOver(to connection: ControlConnection) throws(RequestRefusal) -> Handover
    /// What runs is told to end, and nothing starts any more.
    func end()
    func kill()
    /// Lets go of everything without a word to anybody: another stand-in has it now.
    func abandon()
    var estate: EstatePackets { get }
}

/// What a process that has asked for sockets gets.
struct Handover {
    let packets: SocketHandover
    /// To be called when that process says on its connection that it is ready.
    let becomeReady: () -> Void
}

struct RequestRefusal: Error {
    let words: String

    init(_ words: String) { self.words = words }
}
