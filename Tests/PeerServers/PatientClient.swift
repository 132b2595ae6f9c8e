import Glibc
import Synchronization

/// A client that has connected, and waits for its answer for as long as it takes; it holds no thread meanwhile.
package final class PatientClient: Sendable {
    private let conversation: Mutex<Conversation>

    /// - Parameters:
    ///   - question: what it says at once; nothing, where it is empty.
    ///   - number: which of 127.0.0.1, 127.0.0.2 and so on it comes from.
    package init(at place: ClientPlace, saying question: String = "", from number: UInt8 = 1) {
        conversation = Mutex(Conversation(with: place, saying: question, from: number))
        conversation.withLock { $0.proceed() }
    }

    /// What has come of it so far; nil while it waits.
    package var end: ConversationEnd? {
        conversation.withLock {
            $0.proceed()
            return $0.end
        }
    }

    /// Waits for what comes of it.
    package func answer(within time: Duration = .seconds(20)) async throws -> ConversationEnd {
        let deadline = ContinuousClock.now.advanced(by: time)
        while ContinuousClock.now < deadline {
            if let end { return end }
            try await Task.sleep(for: .milliseconds(2))
        }
        return .late
    }

    /// Says something more.
    package func say(_ text: String) {
        conversation.withLock {
            $0.say(text)
            $0.proceed()
        }
    }

    /// Ends its own side.
    package func stopSending() { conversation.withLock { $0.stopSending() } }
}
