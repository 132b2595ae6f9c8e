import Testing

/// There is one screen, one locale and one set of signal handlers in a process.
@Suite("The screen", .serialized, .timeLimit(.minutes(1)))
struct ScreenTests {}
