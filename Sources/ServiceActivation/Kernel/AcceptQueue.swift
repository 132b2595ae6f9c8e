import CPlatform

/// The connections that wait at a listening socket, TCP or Unix, until somebody accepts them.
package enum AcceptQueue {
    package enum State: Hashable, Sendable {
        case empty
        /// A client has said something; or the kernel does not tell, and one may have.
        case data
        /// Clients are there that have said nothing yet. Nobody tells when one does, so it takes another look.
        case silent
        /// As `silent`, and they take so much of the queue that others may find no room before long.
        case crowded
    }

    /// Looks who waits, and closes what clients have connected and ended without a word, as a scan of all ports does, where
    /// nothing else waits.
    ///
    /// No client is lost by that:
    /// - The queue is first in, first out, and while the service is dormant nobody else takes from it. Its length is read first;
    ///   whoever comes later stands behind, and no more are closed than that length.
    /// - Everyone who stood in the queue then is in the kernel's table, which is read next, unless he has reset his connection:
    ///   a connection enters the table before the queue, and leaves it only by being reset. One that has just entered (still in
    ///   SYN_RECV) counts as alive.
    /// - They are closed where the table has nobody who is alive or has sent something. Who has ended his side without a word
    ///   (CLOSE_WAIT, and nothing to read but the end) cannot say anything any more. Who has said something and then ended his
    ///   side wants an answer: that is `data`.
    /// - Rows that move while the kernel hands out the table could be passed over where it takes more than one part. In that
    ///   case it is read twice.
    /// - Sockets of other programs at the same port, where one of both is bound to all addresses, can only make someone seem
    ///   alive.
    /// - Each one is asked once more when it has been accepted. If one has not ended after all, someone else plays with the
    ///   socket: no further one is taken, and the service starts.
    ///
    /// A client that has sent something and reset its connection before anybody looked counts as ended: TCP throws away what
    /// it has sent.
    ///
    /// Of a Unix socket nobody is closed: the kernel does not tell what a client has said who is gone, and that is `data`.
    /// There is no `Deferral` either: a client is silent for the moment between its connecting and its first word, and it takes
    /// another look soon.
    ///
    /// - Parameter listener: blocking or not. While connections are closed, it is not.
    package static func look(at listener: Int32) -> State {
        var queue = platform_accept_queue()
        guard platform_accept_queue_look(listener, &queue) == 0 else { return .data }
        let state = State(queue)
        guard state == .empty, queue.waiting > 0 else { return state }
        return platform_accept_queue_drop(listener, queue.waiting) >= 0 ? .empty : .data
    }
}

extension AcceptQueue.State {
    /// `empty` also where all that wait are of no use to anybody.
    init(_ queue: platform_accept_queue) {
        self =
            if queue.waiting == 0 {
                .empty
            } else if queue.with_data > 0 {
                .data
            } else if queue.silent == 0 {
                .empty
            } else {
                queue.waiting > queue.room / 2 ? .crowded : .silent
            }
    }
}
