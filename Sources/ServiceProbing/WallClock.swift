import Glibc
import ServiceCatalog

/// The time of day that never jumps: the monotonic clock (which counts suspended time) plus the offset to
/// universal time as it was when this clock was made.
package struct WallClock: Sendable {
    private let offset: Int64

    package init() {
        offset = Self.read(CLOCK_REALTIME) &- Self.read(CLOCK_BOOTTIME)
    }

    package var now: Timestamp { Timestamp(nanoseconds: Self.read(CLOCK_BOOTTIME) &+ offset) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
