import Glibc

/// What looks whether ports are open: connects, says nothing, and goes.
package enum PortScan: String, CaseIterable, Sendable {
    /// Ends its side, as who has nothing to say.
    case ends
    /// Breaks it off.
    case breaksOff

    /// So many times, one after the other, each when it is let in.
    /// - Returns: how often it was.
    package func look(_ count: Int, at place: ClientPlace) -> Int {
        var connected = 0
        for _ in 0..<count {
            let descriptor = place.makeSocket()
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            _ = fcntl(descriptor, F_SETFL, 0)
            if place.connect(descriptor) == 0 { connected += 1 }
            if self == .breaksOff {
                var atOnce = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
            }
        }
        return connected
    }
}
