import ServiceCatalog

/// A line for the user, shown until the next key, and for no longer than it takes to read.
package struct Message: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case information
        case warning
        case error
    }

    package var text: String
    package var kind: Kind
    /// The same in fewer words, for where the text takes more than one line.
    package var brief: String?

    package init(_ text: String, _ kind: Kind = .information, brief: String? = nil) {
        self.text = text
        self.kind = kind
        self.brief = brief
    }

    /// How long it stays.
    var duration: Duration {
        switch kind {
        case .information: .seconds(8)
        case .warning: .seconds(15)
        case .error: .seconds(60)
        }
    }
}

extension DashboardState {
    /// When the message goes by itself. One that tells what keys do while a range is marked stays as long as it is so.
    var messageEndsAt: Timestamp? {
        guard let message, markRange == nil else { return nil }
        return messageSince.advanced(by: message.duration)
    }

    mutating func endMessage() {
        if now < messageSince { messageSince = now }
        if let end = messageEndsAt, now >= end { message = nil }
    }
}
