/// What a filter can ask about an instance by name.
enum FilterField: String, CaseIterable, Sendable {
    case status
    case service
    case instance
    case target
    case address
    case reason
    case zone
    case port
    case priority
    case weight
    case ttl
    case rtt
    case age

    private static let shortForms: [String: FilterField] = [
        "state": .status, "svc": .service, "name": .instance, "host": .target, "addr": .address, "ip": .address,
        "why": .reason, "prio": .priority, "for": .age,
    ]

    init?(name: some StringProtocol) {
        let name = name.lowercased()
        guard let field = FilterField(rawValue: name) ?? Self.shortForms[name] else { return nil }
        self = field
    }

    /// The field that was probably meant.
    static func nearest(to name: String) -> FilterField? {
        nearestWord(to: name, among: allCases.map(\.rawValue)).flatMap(FilterField.init(rawValue:))
    }
}

extension FilterField {
    /// What a number behind the field counts.
    enum Unit: Sendable {
        case none
        case seconds
        case microseconds
    }

    /// nil for fields that hold text.
    var unit: Unit? {
        switch self {
        case .port, .priority, .weight: Unit.none
        case .ttl, .age: .seconds
        case .rtt: .microseconds
        case .status, .service, .instance, .target, .address, .reason, .zone: nil
        }
    }

    /// Measured fields have no value that one would ask for exactly.
    var isMeasured: Bool { self == .rtt || self == .age }
}
