import CPlatform
import Glibc
import ServiceCatalog
import ServiceProbing
import Synchronization

/// Listens to the stand-ins of this host, on a thread of its own: each tells by itself when something about a service changes.
final class StandInReader: Sendable {
    /// What all of them say, the newest only; the first comes when each has answered that is there, or has been silent for
    /// long.
    let pictures: AsyncStream<StandInPicture>
    private let wish: StandInLoop.Wish

    /// - Parameter interval: between two looks for stand-ins that are new.
    init(_ places: StandInPlaces, interval: Duration) throws(ProberError) {
        let wish = try StandInLoop.Wish()
        let (stream, sink) = AsyncStream.makeStream(of: StandInPicture.self, bufferingPolicy: .bufferingNewest(1))
        try startProbeThread { StandInLoop(places, interval: interval, wish, sink)?.run() }
        self.wish = wish
        pictures = stream
    }

    deinit { stop() }

    func stop() { wish.end() }

    /// What they say at this moment.
    static func picture(of places: StandInPlaces) async -> StandInPicture {
        guard places.looksInUsualFolders || !places.folders.isEmpty,
            let reader = try? StandInReader(places, interval: .seconds(3600))
        else { return StandInPicture() }
        defer { reader.stop() }
        for await picture in reader.pictures { return picture }
        return StandInPicture()
    }
}

extension StandInLoop {
    /// That the thread is to end, and what wakes it for that.
    final class Wish: Sendable {
        let wakeup: Int32
        private let ended = Mutex(false)

        init() throws(ProberError) {
            wakeup = platform_wakeup_open()
            guard wakeup >= 0 else { throw ProberError(.descriptor, errno: errno) }
        }

        deinit { close(wakeup) }

        var isEnded: Bool { ended.withLock { $0 } }

        func end() {
            ended.withLock { $0 = true }
            platform_wakeup_signal(wakeup)
        }
    }
}
