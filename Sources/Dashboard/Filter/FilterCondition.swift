import ServiceCatalog

/// What a filter asks for, as a tree.
indirect enum FilterCondition: Hashable, Sendable {
    /// Found in the service, the instance, `target:port` or the status.
    case word(TextPattern)
    case text(FilterField, [TextPattern])
    case status(StatusSet)
    case number(FilterField, Comparison, [UInt64])
    case all([FilterCondition])
    case any([FilterCondition])
    case not(FilterCondition)

    static let everything = FilterCondition.all([])

    var asksForMeasurements: Bool {
        switch self {
        case .number(let field, _, _): field.isMeasured
        case .all(let conditions), .any(let conditions): conditions.contains { $0.asksForMeasurements }
        case .not(let condition): condition.asksForMeasurements
        case .word, .text, .status: false
        }
    }
}

enum Comparison: Hashable, Sendable {
    case equal
    case unequal
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual

    /// One of several values may be equal, none may be for `unequal`; only these two take more than one value.
    func holds(_ value: UInt64, _ wanted: [UInt64]) -> Bool {
        switch self {
        case .equal: wanted.contains(value)
        case .unequal: !wanted.contains(value)
        case .less: wanted.allSatisfy { value < $0 }
        case .lessOrEqual: wanted.allSatisfy { value <= $0 }
        case .greater: wanted.allSatisfy { value > $0 }
        case .greaterOrEqual: wanted.allSatisfy { value >= $0 }
        }
    }
}

/// A few of the twelve statuses.
struct StatusSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ status: Status) { rawValue = 1 << UInt16(status.rawValue) }

    static let problems = StatusSet(Status.allCases.filter(\.isProblem).map { StatusSet($0) })
}
