import CPlatform

/// Has the connections of a listening TCP socket wait outside of its queue until their client says something
/// (TCP_DEFER_ACCEPT, tcp(7)).
package enum Deferral {
    /// What is no TCP socket stays as it is.
    ///
    /// A client that stays silent comes into the queue after a while nevertheless. That while is short enough for him to come
    /// in also where the deferral ends first: the kernel forgets who has waited outside for longer than it repeats its half of
    /// the greeting (`net.ipv4.tcp_synack_retries`, 5 times, 31 seconds).
    package static func set(_ isOn: Bool, of listener: Int32) {
        _ = platform_accept_defer(listener, isOn ? silence : 0)
    }

    /// Seconds; the kernel makes four repetitions of it.
    private static let silence: Int32 = 15
}
