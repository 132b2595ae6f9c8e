import ServiceCatalog
import Terminal

/// Asks on the terminal whether a plan is meant.
struct Question {
    private let confirmation: Plan.Confirmation

    init(_ confirmation: Plan.Confirmation) { self.confirmation = confirmation }

    /// Anything but the one right answer is a no; so is the end of the input.
    func isAgreed() -> Bool {
        switch confirmation {
        case .button:
            StandardError.write("Do it? yes or no: ")
            return answer == "yes"
        case .typed(let text, let reason):
            StandardError.write(Sanitiser.visible("\(reason): type \(text) to do it: "))
            return answer == text
        }
    }

    private var answer: String? {
        guard let line = readLine(), let end = line.lastIndex(where: { $0 != " " }) else { return nil }
        return String(line[...end].drop { $0 == " " })
    }
}
