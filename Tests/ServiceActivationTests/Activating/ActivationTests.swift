import ActivationControl
import Glibc
import ServiceSupervision
import Testing

@testable import ServiceActivation

@Suite("A service over virtual time: when it is started, told to end, suspended, and who waits meanwhile")
struct ActivationTests {
    /// An activation with a clock of its own.
    private struct Scene {
        var activation: Activation
        var now = ContinuousClock.now

        init(_ change: (inout Activation.Rules) -> Void = { _ in }) {
            var rules = Activation.Rules()
            change(&rules)
            activation = Activation(rules, generator: Middle())
        }

        /// Always the middle of what may be drawn.
        private struct Middle: RandomNumberGenerator, Sendable {
            mutating func next() -> UInt64 { 1 << 63 }
        }

        /// What is done, without what is said.
        mutating func after(_ event: Activation.Event) -> [Activation.Action] {
            activation.handle(event, at: now).filter { if case .say = $0 { false } else { true } }
        }

        /// Lets time pass as far as something is to be done, and returns how much it was and what that is.
        mutating func next() throws -> (seconds: Double, actions: [Activation.Action]) {
            let wake = try #require(activation.nextWake)
            let passed = (wake - now) / .seconds(1)
            now = wake
            return ((passed * 1000).rounded() / 1000, after(.time))
        }

        mutating func pass(_ duration: Duration) { now += duration }

        var state: ServiceState { activation.state }

        /// Up to where it serves, as run 1.
        mutating func serve() {
            #expect(after(.wanted) == [.start(run: 1)])
            #expect(after(.ready(run: 1)) == [])
            #expect(state == .active)
        }
    }

    private static let crash = ProcessEnd.signalled(SIGSEGV)

    @Test("nothing runs, and nothing is to be done, until somebody comes")
    func dormant() {
        let scene = Scene()
        #expect(scene.state == .dormant && scene.activation.watchesSockets)
        #expect(scene.activation.nextWake == nil)
    }

    @Test("the first client starts it, further ones do not")
    func oneStart() {
        var scene = Scene()
        scene.serve()
        #expect(!scene.activation.watchesSockets)
        #expect(scene.after(.wanted) == [])
        #expect(scene.activation.starts == 1)
    }

    @Test("what ends cleanly is dormant at once, and the next client starts it again")
    func cleanEnd() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.ended(run: 1, .exited(0), clientsWait: false)) == [])
        #expect(scene.state == .dormant && scene.activation.watchesSockets)
        #expect(scene.after(.wanted) == [.start(run: 2)])
    }

    @Test("one that ends at once and leaves its client waiting is not started again and again without a pause")
    func fruitless() throws {
        var scene = Scene { $0.readinessProvesService = false }
        scene.serve()
        #expect(scene.after(.ended(run: 1, .exited(0), clientsWait: true)) == [])
        #expect(scene.state == .waiting)
        #expect(try scene.next().seconds == 0.1)
        #expect(scene.state == .dormant)
    }

    @Test("one that serves a client and ends is started for the next one at once, as often as that may be")
    func oneClientEach() {
        var scene = Scene()
        for run in 1...20 {
            #expect(scene.after(.wanted) == [.start(run: run)])
            #expect(scene.after(.ready(run: run)) == [])
            #expect(scene.after(.ended(run: run, .exited(0), clientsWait: true)) == [])
            #expect(scene.state == .dormant)
        }
    }

    @Test(
        "a crash brings it back after a pause that grows, and a burst of them suspends it until it comes back by itself"
    )
    func burst() throws {
        var scene = Scene()
        var pauses: [Double] = []
        for run in 1...7 {
            #expect(scene.after(.wanted) == [.start(run: run)])
            _ = scene.after(.ended(run: run, Self.crash, clientsWait: true))
            #expect(scene.state == (run == 7 ? .suspended : .waiting))
            let (seconds, actions) = try scene.next()
            pauses.append(seconds)
            #expect(actions == [] && scene.state == .dormant)
        }
        #expect(pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 60])
        #expect(scene.after(.wanted) == [.start(run: 8)])
    }

    @Test("clients of one that fails wait no longer than the start timeout, from when the first came")
    func dismissal() throws {
        var scene = Scene { $0.startTimeout = .seconds(5) }
        #expect(scene.after(.wanted) == [.start(run: 1)])
        for run in 1...6 {
            _ = scene.after(.ended(run: run, .exited(1), clientsWait: true))
            let (_, actions) = try scene.next()
            guard actions == [] else {
                #expect(actions == [.dismissClients])
                #expect(run == 6)
                return
            }
            #expect(scene.after(.wanted) == [.start(run: run + 1)])
        }
        Issue.record("nobody was let go")
    }

    @Test("one that is not ready in time is told to end, then killed, and that counts as a failure")
    func notReady() throws {
        var scene = Scene()
        #expect(scene.after(.wanted) == [.start(run: 1)])
        #expect(try scene.next() == (90, [.signal(run: 1, SIGTERM)]))
        #expect(scene.state == .stopping)
        #expect(try scene.next() == (30, [.kill(run: 1)]))
        #expect(scene.activation.nextWake == nil)
        _ = scene.after(.ended(run: 1, .signalled(SIGKILL), clientsWait: true))
        #expect(scene.state == .waiting)
        #expect(scene.after(.time) == [.dismissClients])
    }

    @Test("one that asks for more time gets it")
    func moreTime() throws {
        var scene = Scene()
        #expect(scene.after(.wanted) == [.start(run: 1)])
        scene.pass(.seconds(80))
        #expect(scene.after(.moreTime(run: 1, .seconds(100))) == [])
        #expect(try scene.next().seconds == 100)
    }

    @Test("idle is who has had no open connection for so long, and still has none when nobody can come any more")
    func idling() throws {
        var scene = Scene { $0.idleTimeout = .seconds(20) }
        scene.serve()
        for count in [0, 1, 0, 0, 0, 0] {
            #expect(try scene.next() == (5, [.count]))
            #expect(scene.after(.connections(count)) == [])
        }
        #expect(try scene.next() == (5, [.count]))
        #expect(scene.after(.connections(0)) == [.confirmIdle])
        #expect(scene.after(.idle(false)) == [])
        #expect(scene.state == .active)
        for _ in 0..<4 {
            #expect(try scene.next() == (5, [.count]))
            #expect(scene.after(.connections(0)) == [])
        }
        #expect(try scene.next() == (5, [.count]))
        #expect(scene.after(.connections(0)) == [.confirmIdle])
        #expect(scene.after(.idle(true)) == [.signal(run: 1, SIGTERM)])
        #expect(scene.after(.ended(run: 1, .signalled(SIGTERM), clientsWait: true)) == [])
        #expect(scene.state == .dormant)
    }

    @Test("the old process is told to end once the new one is ready, and not before")
    func upgrade() throws {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.upgrade) == [.start(run: 2)])
        #expect(scene.after(.upgrade) == [])
        #expect(scene.activation.mainRun == 1)
        #expect(scene.after(.ready(run: 2)) == [.signal(run: 1, SIGTERM)])
        #expect(scene.activation.mainRun == 2 && scene.state == .active)
        #expect(try scene.next() == (30, [.kill(run: 1)]))
        #expect(scene.after(.ended(run: 1, .signalled(SIGKILL), clientsWait: false)) == [])
        #expect(scene.state == .active)
    }

    @Test("a new process that fails leaves the old one alone")
    func failedUpgrade() throws {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.upgrade) == [.start(run: 2)])
        #expect(scene.after(.ended(run: 2, .exited(1), clientsWait: false)) == [])
        #expect(scene.activation.mainRun == 1 && scene.state == .active)
        #expect(scene.after(.upgrade) == [.start(run: 3)])
        #expect(try scene.next() == (90, [.signal(run: 3, SIGTERM)]))
        #expect(scene.activation.mainRun == 1 && scene.state == .active)
    }

    @Test("a new process that is on its way takes over from an old one that dies meanwhile")
    func promotion() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.upgrade) == [.start(run: 2)])
        #expect(scene.after(.ended(run: 1, Self.crash, clientsWait: true)) == [])
        #expect(scene.state == .starting && scene.activation.mainRun == 2)
        #expect(scene.after(.ready(run: 2)) == [])
        #expect(scene.state == .active)
    }

    @Test("a process that takes the sockets is the service from when it is ready")
    func taken() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.taken) == [.adopt(run: 2)])
        #expect(scene.after(.ready(run: 2)) == [.signal(run: 1, SIGTERM)])
        #expect(scene.after(.ended(run: 2, nil, clientsWait: false)) == [])
        #expect(scene.state == .dormant)
    }

    @Test("one that takes the sockets of a dormant service is the service at once")
    func takenAsleep() {
        var scene = Scene()
        #expect(scene.after(.taken) == [.adopt(run: 1)])
        #expect(scene.state == .starting && !scene.activation.watchesSockets)
    }

    @Test("whoever asks for a start ends a suspension")
    func startOnPurpose() {
        var scene = Scene { $0.pacing.burst = 0 }
        #expect(scene.after(.start) == [.start(run: 1)])
        _ = scene.after(.ended(run: 1, Self.crash, clientsWait: false))
        #expect(scene.state == .suspended)
        #expect(scene.after(.wanted) == [])
        #expect(scene.after(.start) == [.start(run: 2)])
    }

    @Test("at the end of the stand-in all that runs is told to end, and nothing starts any more")
    func end() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.upgrade) == [.start(run: 2)])
        #expect(Set(scene.after(.end)) == [.signal(run: 1, SIGTERM), .signal(run: 2, SIGTERM)])
        #expect(!scene.activation.isFinished)
        _ = scene.after(.ended(run: 1, .exited(0), clientsWait: true))
        _ = scene.after(.ended(run: 2, .exited(0), clientsWait: true))
        #expect(scene.activation.isFinished && !scene.activation.watchesSockets)
        #expect(scene.after(.wanted) == [] && scene.after(.start) == [])
    }

    @Test("a program that says that it ends, and ends, has not failed")
    func saysSo() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.stopping(run: 1)) == [])
        #expect(scene.state == .stopping)
        #expect(scene.after(.ended(run: 1, .exited(0), clientsWait: true)) == [])
        #expect(scene.state == .dormant)
    }
}
