/// The RDATA of an SVCB or HTTPS record (RFC 9460 section 2.2).
public struct ServiceBinding: Hashable, Sendable {
    /// 0 makes the record an alias.
    public var priority: UInt16
    /// The root stands for the owner name.
    public var target: DomainName
    /// In ascending order of their keys, each key once.
    public var parameters: [ServiceParameter]

    public init(priority: UInt16, target: DomainName, parameters: [ServiceParameter] = []) {
        self.priority = priority
        self.target = target
        self.parameters = parameters
    }
}

/// One SvcParam in wire form.
public struct ServiceParameter: Hashable, Sendable {
    public var key: ServiceParameterKey
    public var value: [UInt8]

    public init(key: ServiceParameterKey, value: [UInt8]) {
        self.key = key
        self.value = value
    }
}
