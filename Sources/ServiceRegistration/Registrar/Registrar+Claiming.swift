import DNSClient
import DNSCore

extension Registrar {
    /// More addresses than these are not listened at one by one.
    private static let mostAddresses = 8
    /// Nor are more ports than these tried that are recorded.
    private static let mostRecorded = 16

    /// Looks up the own names and takes their ports: those registered before where they can be had, new ones otherwise.
    /// Sends nothing. A server that cannot be asked keeps no service from starting.
    ///
    /// What was claimed before is let go of.
    public func claim(_ use: PortUse = .listen) async throws(RegistrationError) -> [ClaimedPort] {
        try plan.check()
        let groups = try PortGroup.groups(of: plan.names)
        letGo()
        do throws(RegistrationError) {
            try await sections.isEmpty ? prepare() : lookAgain()
        } catch  where error.isTransient {
            ownAddresses = await addressesTowardServers()
        }
        let free = FreePorts.ofKernel()
        for group in groups {
            let claim = try use == .leave ? leave(group) : take(group, from: free, listens: use == .listen)
            claims.append(claim)
            tell(.claimed(claim))
        }
        return claims
    }

    /// Of what was claimed before. What is registered stays until it is replaced.
    private func letGo() {
        era += 1
        releasePorts()
        claims = []
        for place in sections.indices {
            sections[place].attempted = sections[place].registered
            sections[place].watches = []
        }
    }

    private func leave(_ group: PortGroup) throws(RegistrationError) -> ClaimedPort {
        guard let port = group.wish, port > 0 else {
            throw .plan("which port \(group.names.first?.owner ?? .root) is at has to be said")
        }
        return claimed(group, port, [])
    }

    private func take(_ group: PortGroup, from free: FreePorts, listens: Bool) throws(RegistrationError) -> ClaimedPort
    {
        let addresses = listeningAddresses(of: group)
        let taken = claims.filter { $0.transport == group.transport }.map(\.port)
        let recorded = recordedPorts(of: group)
        var last: SocketFault?
        let candidates = free.candidates(for: seed(of: group)).filter { !recorded.contains($0) }
        // Two that listen may want one port at different addresses: the kernel knows.
        let own = listens ? group.wish : nil
        for port in group.wish.map({ [$0] }) ?? recorded + candidates
        where port > 0 && (port == own || !taken.contains(port)) {
            do throws(SocketFault) {
                let bound = try BoundPort(port, at: addresses, group.transport, listens: listens)
                let descriptors = bound.take()
                keepOpen(descriptors)
                return claimed(group, port, descriptors)
            } catch {
                last = error
                guard error.isTaken || recorded.contains(port) else { break }
                if recorded.contains(port), !plan.isOneOfSeveral {
                    tell(.portTaken(label: group.label, port: port, by: .of(port, at: error.address)))
                }
            }
        }
        throw .port(label: group.label, reason: reason(last))
    }

    private func reason(_ fault: SocketFault?) -> String {
        guard let fault else { return "no port is free" }
        let owner = fault.isTaken ? PortOwner.of(fault.port, at: fault.address) : nil
        return "\(fault)\(owner.map { ", by uid \($0.uid)" } ?? "")"
    }

    private func claimed(_ group: PortGroup, _ port: UInt16, _ descriptors: [Int32]) -> ClaimedPort {
        ClaimedPort(
            label: group.label, transport: group.transport, port: port, descriptors: descriptors,
            isRecorded: !sections.isEmpty
                && group.names.allSatisfy { name in
                    section(of: name)?.recordedPorts(of: name).contains(port) ?? false
                }, owners: group.names.map(\.owner))
    }

    private func section(of name: RegisteredName) -> Section? { sections.first { $0.names.contains(name) } }

    /// Those that all names have come first. Whatever a server says, no privileged port is taken that nobody asked for.
    private func recordedPorts(of group: PortGroup) -> [UInt16] {
        let ports = group.names.map { name in section(of: name)?.recordedPorts(of: name) ?? [] }
        let all = ports.flatMap { $0 }.filter { $0 >= FreePorts.registered.lowerBound }.withoutRepetition
        let common = all.filter { port in ports.allSatisfy { $0.contains(port) } }
        return Array((common + all.filter { !common.contains($0) }).prefix(Self.mostRecorded))
    }

    /// Two hosts, or two services of one host, do not have to settle on the same port.
    private func seed(of group: PortGroup) -> String {
        let owners = group.names.map { "\($0.owner.lowercased)" }.sorted().joined(separator: " ")
        return "\(plan.target.map { "\($0.lowercased)" } ?? LocalAddresses.hostLabel ?? "") \(owners) \(group.label)"
    }

    /// Where is listened: as little as is needed to be reached where the records lead to.
    private func listeningAddresses(of group: PortGroup) -> [IPAddress] {
        let wanted = group.names.flatMap(\.listening).withoutRepetition
        guard wanted.isEmpty, plan.listening.isEmpty else { return wanted.isEmpty ? plan.listening : wanted }
        let hosts = group.names.compactMap { section(of: $0)?.host }
        let addresses =
            hosts.isEmpty
            ? (plan.addresses.isEmpty ? ownAddresses.filter(\.isLoopback) : plan.addresses)
            : hosts.flatMap(\.addresses).withoutRepetition
        guard (1...Self.mostAddresses).contains(addresses.count), addresses.allSatisfy(LocalAddresses.contains) else {
            return [LocalAddresses.any]
        }
        return addresses
    }
}

extension Array where Element: Hashable {
    fileprivate var withoutRepetition: [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}
