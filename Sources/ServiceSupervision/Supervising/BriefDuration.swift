/// `96 ms`, `1.2 s`, `30 s`.
package struct BriefDuration: CustomStringConvertible {
    package let description: String

    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        description =
            switch seconds {
            case ..<1: "\(attoseconds / 1_000_000_000_000_000) ms"
            case ..<10: "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
            default: "\(seconds) s"
            }
    }
}
