import Glibc
import ServiceCatalog
import Testing

@testable import ServiceProbing

struct WallClockTests {
    @Test func `shows the time of day and never goes back`() {
        let clock = WallClock()
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        #expect(abs(clock.now.nanoseconds / 1_000_000_000 - Int64(time.tv_sec)) <= 1)
        var last = clock.now
        for _ in 0..<1000 {
            let next = clock.now
            #expect(next >= last)
            last = next
        }
    }
}
