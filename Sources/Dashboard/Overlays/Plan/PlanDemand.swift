import Terminal

/// What has to be typed and why, in as many lines as it takes.
struct PlanDemand {
    let lines: [String]
    /// Before the text that is to be typed.
    static let opening = "Type "

    private static let mostLines = 8

    init(_ demand: (text: String, reason: String)?, width: Int) {
        guard let demand else {
            lines = []
            return
        }
        let purpose = width < PlanParts.narrow ? "" : " to confirm"
        lines = wrapped(
            "\(Self.opening)\(demand.text)\(purpose): \(demand.reason)", width: width, limit: Self.mostLines,
            repertoire: .unicode)
    }
}
