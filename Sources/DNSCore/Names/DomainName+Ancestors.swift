extension DomainName {
    /// The last so many labels: the name itself where it has no more of them.
    public func ancestor(labelCount count: Int) -> DomainName {
        var (excess, start) = (labelCount - count, 0)
        guard excess > 0 else { return self }
        while excess > 0 {
            start += 1 + Int(wire[start])
            excess -= 1
        }
        return DomainName(validWire: Array(wire[start...]))
    }
}
