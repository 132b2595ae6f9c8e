import Glibc
import Testing

@testable import ServiceSupervision

@Suite("A supervised service over virtual time: when it starts, is registered, told, killed and withdrawn")
struct SupervisionTests {
    /// A supervision with a clock of its own.
    private struct Scene {
        var supervision: Supervision
        var now = ContinuousClock.now

        init(_ change: (inout Supervision.Rules) -> Void = { _ in }) {
            var rules = Supervision.Rules()
            change(&rules)
            supervision = Supervision(rules, generator: Middle())
        }

        /// Always the middle of what may be drawn.
        private struct Middle: RandomNumberGenerator, Sendable {
            mutating func next() -> UInt64 { 1 << 63 }
        }

        /// What is done, without what is said.
        mutating func after(_ event: Supervision.Event) -> [Supervision.Action] {
            supervision.handle(event, at: now).filter { if case .say = $0 { false } else { true } }
        }

        /// Lets time pass as far as something is to be done, and returns how much it was and what that is.
        mutating func next() throws -> (seconds: Double, actions: [Supervision.Action]) {
            let wake = try #require(supervision.nextWake)
            let passed = (wake - now) / .seconds(1)
            now = wake
            return ((passed * 1000).rounded() / 1000, after(.time))
        }

        mutating func pass(_ duration: Duration) { now += duration }

        /// Up to where it is registered.
        mutating func serve() {
            #expect(after(.begin) == [.start])
            #expect(after(.ready) == [.register])
            #expect(supervision.nextWake == nil)
        }
    }

    @Test("registered once it is ready, not before")
    func registration() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.ready) == [])
    }

    @Test("what ends cleanly is withdrawn at once, and its code is ours")
    func cleanEnd() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.ended(.exited(0))) == [.withdraw, .finish(0)])
        #expect(scene.supervision.nextWake == nil)
    }

    @Test("what fails for good is withdrawn at once, too; with a signal, the code is a shell's")
    func failureForGood() {
        var scene = Scene { $0.restart = .no }
        scene.serve()
        #expect(scene.after(.ended(.signalled(SIGSEGV))) == [.withdraw, .finish(139)])
    }

    @Test("what fails starts again in a moment, and its records stand meanwhile")
    func restart() throws {
        var scene = Scene()
        scene.serve()
        scene.pass(.seconds(60))
        #expect(scene.after(.ended(.signalled(SIGKILL))) == [])
        let again = try scene.next()
        #expect(again.seconds == 0.1 && again.actions == [.start])
        #expect(scene.after(.ready) == [.register])
    }

    @Test("what stays away for longer than the limit is withdrawn, and registered when it is back")
    func absence() throws {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.ended(.exited(1))) == [])
        #expect(try scene.next().actions == [.start])
        let late = try scene.next()
        #expect(late.seconds == 9.9 && late.actions == [.withdraw])
        #expect(scene.after(.withdrawn) == [])
        #expect(scene.after(.ready) == [.register])
    }

    @Test("the limit counts from when it went, however often it starts meanwhile")
    func absenceOverStarts() throws {
        var scene = Scene()
        scene.serve()
        var (seconds, actions) = (0.0, [Supervision.Action.start])
        #expect(scene.after(.ended(.exited(1))) == [])
        while !actions.contains(.withdraw) {
            let step = try scene.next()
            seconds += step.seconds
            actions = step.actions
            if actions == [.start] { #expect(scene.after(.ended(.exited(1))).allSatisfy { $0 == .withdraw }) }
            if !scene.supervision.isRegistered { break }
        }
        #expect(seconds <= 10)
    }

    @Test("what ends again and again is suspended, withdrawn at once, and starts again by itself")
    func suspension() throws {
        var scene = Scene { $0.absenceLimit = .seconds(100) }
        scene.serve()
        var starts = 1
        var last: [Supervision.Action] = []
        for _ in 0..<6 {
            #expect(scene.after(.ended(.exited(1))) == [])
            #expect(try scene.next().actions == [.start])
            starts += 1
        }
        scene = Scene()
        scene.serve()
        for _ in 0..<7 {
            last = scene.after(.ended(.exited(1)))
            if last.isEmpty { #expect(try scene.next().actions == [.start]) }
        }
        #expect(last == [.withdraw])
        let again = try scene.next()
        #expect(again.seconds == 60 && again.actions == [.start])
    }

    @Test("on-failure lets a clean end be the end; always starts it again")
    func policies() throws {
        var scene = Scene { $0.restart = .always }
        scene.serve()
        #expect(scene.after(.ended(.exited(0))) == [])
        #expect(try scene.next().actions == [.start])
        #expect(scene.after(.ended(.signalled(SIGTERM))) == [])
    }

    @Test(
        "asked to end, the records go first, then the program is told, and its code is ours",
        arguments: [
            SIGTERM, SIGINT, SIGQUIT,
        ])
    func leaving(signal: Int32) {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.signal(signal)) == [.withdraw])
        scene.pass(.milliseconds(3))
        #expect(scene.after(.withdrawn) == [.signal(signal)])
        #expect(scene.after(.ended(.exited(3))) == [.finish(3)])
    }

    @Test("records that do not go keep the program from being told for a second only")
    func leavingWithoutServer() throws {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.signal(SIGTERM)) == [.withdraw])
        let step = try scene.next()
        #expect(step.seconds == 1 && step.actions == [.signal(SIGTERM)])
        #expect(scene.after(.withdrawn) == [])
    }

    @Test("a program that says that it is about to end is withdrawn then, and registered when it is back")
    func stopping() throws {
        var scene = Scene { $0.restart = .always }
        scene.serve()
        #expect(scene.after(.stopping) == [.withdraw])
        #expect(scene.after(.stopping) == [])
        #expect(scene.after(.ended(.exited(0))) == [])
        #expect(try scene.next().actions == [.start])
        #expect(scene.after(.ready) == [.register])
        scene = Scene { $0.keepsRecords = true }
        scene.serve()
        #expect(scene.after(.stopping) == [])
    }

    @Test("what does not end in time is killed; so it is at the second request")
    func killing() throws {
        var scene = Scene { $0.stopTimeout = .seconds(7) }
        scene.serve()
        _ = scene.after(.signal(SIGTERM))
        _ = scene.after(.withdrawn)
        let step = try scene.next()
        #expect(step.seconds == 7 && step.actions == [.kill])
        #expect(scene.supervision.nextWake == nil)
        #expect(scene.after(.ended(.signalled(SIGKILL))) == [.finish(137)])

        scene = Scene()
        scene.serve()
        _ = scene.after(.signal(SIGINT))
        scene.pass(.milliseconds(500))
        #expect(scene.after(.signal(SIGINT)) == [.kill])
    }

    @Test("one request that arrives twice, as from timeout(1), is one")
    func sameRequest() {
        var scene = Scene()
        scene.serve()
        #expect(scene.after(.signal(SIGTERM)) == [.withdraw])
        #expect(scene.after(.signal(SIGTERM)) == [])
        #expect(scene.after(.withdrawn) == [.signal(SIGTERM)])
        scene.pass(.milliseconds(499))
        #expect(scene.after(.signal(SIGTERM)) == [])
        scene.pass(.milliseconds(1))
        #expect(scene.after(.signal(SIGTERM)) == [.kill])
    }

    @Test("--keep leaves the records, whoever ends it")
    func keeping() {
        var scene = Scene { $0.keepsRecords = true }
        scene.serve()
        #expect(scene.after(.signal(SIGTERM)) == [.signal(SIGTERM)])
        #expect(scene.after(.ended(.exited(0))) == [.finish(0)])
        scene = Scene { $0.keepsRecords = true }
        scene.serve()
        #expect(scene.after(.ended(.exited(0))) == [.finish(0)])
    }

    @Test(
        "other signals are passed on; one that ends the program is no failure of it",
        arguments: [
            SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH,
        ])
    func passingOn(signal: Int32) {
        var scene = Scene { $0.restart = .always }
        scene.serve()
        #expect(scene.after(.signal(signal)) == [.signal(signal)])
        #expect(scene.after(.ended(.signalled(signal))) == [.withdraw, .finish(128 + signal)])
    }

    @Test("what is not ready in time is told to end, then killed, and it is a failure even with code 0")
    func startTimeout() throws {
        var scene = Scene {
            $0.restart = .no
            $0.startTimeout = .seconds(5)
            $0.stopTimeout = .seconds(2)
        }
        #expect(scene.after(.begin) == [.start])
        let told = try scene.next()
        #expect(told.seconds == 5 && told.actions == [.signal(SIGTERM)])
        #expect(scene.after(.ready) == [])
        let killed = try scene.next()
        #expect(killed.seconds == 2 && killed.actions == [.kill])
        #expect(scene.after(.ended(.exited(0))) == [.finish(1)])
    }

    @Test("a program that asks for more time gets it")
    func moreTime() throws {
        var scene = Scene { $0.startTimeout = .seconds(5) }
        _ = scene.after(.begin)
        scene.pass(.seconds(4))
        #expect(scene.after(.moreTime(.seconds(10))) == [])
        #expect(try scene.next().seconds == 10)
    }

    @Test("asked to end while it is not ready or not there, nothing is withdrawn that was never registered")
    func endBeforeReady() throws {
        var scene = Scene()
        _ = scene.after(.begin)
        #expect(scene.after(.signal(SIGTERM)) == [.signal(SIGTERM)])
        #expect(scene.after(.ended(.signalled(SIGTERM))) == [.finish(143)])
        scene = Scene()
        _ = scene.after(.begin)
        _ = scene.after(.ended(.exited(9)))
        #expect(scene.after(.signal(SIGTERM)) == [.finish(9)])
    }

    @Test("a program that cannot be started at all is the end; one that has run is tried again")
    func notStarted() throws {
        let error = SpawnError(step: 5, errno: ENOENT, command: Command("x"))
        var scene = Scene()
        _ = scene.after(.begin)
        #expect(scene.after(.notStarted(error)) == [.finish(127)])
        scene = Scene()
        scene.serve()
        _ = scene.after(.ended(.exited(1)))
        #expect(try scene.next().actions == [.start])
        #expect(scene.after(.notStarted(error)) == [])
        #expect(try scene.next().actions == [.start])
    }
}
