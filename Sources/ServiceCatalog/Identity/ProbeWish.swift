import DNSCore

/// How an instance wants to be asked whether it is there: TXT `probe=`, `path=` and `status=`, or the configuration.
package struct ProbeWish: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        /// A connection, nothing more.
        case tcp
        /// A TLS handshake, nothing more.
        case tls
        /// `GET path` in the clear.
        case http
        case https
        /// `grpc.health.v1.Health/Check`, within TLS where a certificate is pinned.
        case grpc
        /// Not at all.
        case none
    }

    package var method: Method?
    /// What HTTP is asked for; begins with `/`.
    package var path: String?
    /// The HTTP statuses that are an answer.
    package var statuses: ClosedRange<UInt16>?

    package init(method: Method? = nil, path: String? = nil, statuses: ClosedRange<UInt16>? = nil) {
        self.method = method
        self.path = path
        self.statuses = statuses
    }

    package var isEmpty: Bool { method == nil && path == nil && statuses == nil }

    /// What this one leaves open is taken from another one.
    package func completed(by other: ProbeWish) -> ProbeWish {
        ProbeWish(
            method: method ?? other.method, path: path ?? other.path, statuses: statuses ?? other.statuses)
    }
}

extension ProbeWish {
    /// Nil for what is no path of printable ASCII: it is put into a request as it is.
    package static func path(_ text: some Sequence<UInt8>) -> String? {
        let bytes = Array(text)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 255, bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `200`, `200-299`
    package static func statuses(_ text: String) -> ClosedRange<UInt16>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let bounds = parts.compactMap { $0.count == 3 ? UInt16($0) : nil }
        guard (1...2).contains(bounds.count), bounds.count == parts.count, let first = bounds.first,
            let last = bounds.last, first <= last, (100...599).contains(first), last <= 599
        else { return nil }
        return first...last
    }
}
