import DNSCore
import ServiceCatalog

/// What nsupdate(1) would have to be given to do the same as a plan.
package struct NsupdateScript: CustomStringConvertible {
    package let description: String

    /// - Parameter server: host and port of an update's primary.
    package init(_ updates: [Plan.Update], server: (Plan.Update) -> (host: String, port: UInt16)) {
        var text = ""
        for update in updates {
            let (host, port) = server(update)
            text += "server \(host) \(port)\n"
            // Addresses at names with underscores, which it would refuse to send.
            if update.request.changes.contains(where: \.addsAddress) { text += "check-names off\n" }
            text += "\(update.request)\nsend\n"
        }
        description = text
    }
}

extension UpdateRequest.Change {
    fileprivate var addsAddress: Bool {
        switch self {
        case .add(_, _, .a), .add(_, _, .aaaa): true
        default: false
        }
    }
}
