import Glibc
import Synchronization

/// A descriptor that came with a packet. It is closed with this, unless somebody takes it.
public final class PassedDescriptor: Sendable {
    private let owned: Mutex<Int32>

    public init(owning descriptor: Int32) { owned = Mutex(descriptor) }

    deinit {
        let descriptor = take()
        if descriptor >= 0 { close(descriptor) }
    }

    /// For who looks at it meanwhile; -1 once it has been taken.
    public var descriptor: Int32 { owned.withLock { $0 } }

    /// It is the caller's to close; -1 where it has been taken before.
    public func take() -> Int32 {
        owned.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
    }
}
