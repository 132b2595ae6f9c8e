/// An SRV record of one zone: what is chosen, probed and shown as a row.
package struct InstanceID: Hashable, Sendable {
    package var rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ row: RowID) { rawValue = row.rawValue }
    var row: RowID { RowID(rawValue) }
}

/// A service of one zone, by number.
package struct ServiceID: Hashable, Sendable {
    package var rawValue: UInt32
    package var index: Int { Int(rawValue) }

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    static let none = ServiceID(rawValue: .max)
}

/// A host that SRV records of one zone point to, by number.
package struct TargetID: Hashable, Sendable {
    package var rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ name: NameID) { rawValue = name.rawValue }
    var name: NameID { NameID(rawValue) }
}
