import DNSCore

/// Why an UPDATE changes nothing: what the requester is told, and what the log says.
package struct UpdateRefusal: Error, Hashable, Sendable {
    package var code: ResponseCode
    package var reason: String

    package init(_ code: ResponseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

extension UpdateRefusal: CustomStringConvertible {
    package var description: String { "\(code): \(reason)" }
}
