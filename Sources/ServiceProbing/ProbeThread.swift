import Glibc

/// Runs `body` on a detached thread of its own that no signal is delivered to.
package func startProbeThread(_ body: @escaping @Sendable () -> Void) throws(ProberError) {
    final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    var all = sigset_t()
    var previous = sigset_t()
    sigfillset(&all)
    // A new thread takes over the mask of the one that makes it.
    pthread_sigmask(SIG_SETMASK, &all, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    let argument = Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, nil,
        { @Sendable raw in
            raw.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
            return nil
        }, argument.toOpaque())
    guard failure == 0 else {
        argument.release()
        throw ProberError(.thread, errno: failure)
    }
    pthread_detach(thread)
}
