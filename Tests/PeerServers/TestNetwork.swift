import Glibc

/// Hosts of a test's own: network namespaces on one switch, which leads nowhere else. Takes root.
///
/// This host is on the switch, too, at `address`. The addresses are of those that are set aside for tests (RFC 2544).
package final class TestNetwork: Sendable {
    package let address: String
    package let subnet: String
    private let number: UInt8
    private let bridge: String

    /// Networks of one user do not meet: the kernel refuses the second switch of a name.
    package init() async throws {
        for number in UInt8(1)...250 {
            let bridge = "svctop\(number)"
            guard try await Tool.run("ip", ["link", "add", bridge, "type", "bridge"]).succeeded else { continue }
            (self.number, self.bridge) = (number, bridge)
            address = "198.18.\(number).1"
            subnet = "198.18.\(number).0/24"
            try await ip("addr", "add", "\(address)/24", "dev", bridge)
            try await ip("link", "set", bridge, "up")
            return
        }
        throw PeerError.cannotStart("no switch could be made: does this take root?")
    }

    deinit { _ = try? spawnAndWait(["ip", "link", "del", bridge]) }

    /// Another host on the switch, with an address by its number: 2 and up.
    package func host(_ host: UInt8) async throws -> TestHost {
        let name = "\(bridge)-\(host)"
        // What a run that was killed has left.
        _ = try await Tool.run("ip", ["link", "del", "\(name)p"])
        _ = try await Tool.run("ip", ["netns", "del", name])
        try await ip("netns", "add", name)
        let made = TestHost(name: name, address: "198.18.\(number).\(host)", network: self)
        try await ip(
            "link", "add", made.port, "type", "veth", "peer", "name", "eth0", "netns", name)
        try await ip("link", "set", made.port, "master", bridge, "up")
        try await ip("-n", name, "link", "set", "lo", "up")
        try await ip("-n", name, "addr", "add", "\(made.address)/24", "dev", "eth0")
        try await ip("-n", name, "link", "set", "eth0", "up")
        return made
    }
}

/// One host of a `TestNetwork`. Goes with all its processes when nobody holds it any more.
package final class TestHost: Sendable {
    package let name: String
    package let address: String
    private let network: TestNetwork

    init(name: String, address: String, network: TestNetwork) {
        self.name = name
        self.address = address
        self.network = network
    }

    deinit {
        killAll()
        // The namespace stays until its last process is gone: the cable need not.
        _ = try? spawnAndWait(["ip", "link", "del", port])
        _ = try? spawnAndWait(["ip", "netns", "del", name])
    }

    /// Its end at the switch.
    var port: String { "\(name)p" }

    /// A command that is run on this host.
    package func command(_ command: [String]) -> [String] {
        [Tool.path(of: "ip") ?? "ip", "netns", "exec", name] + command
    }

    /// Pulls the plug: nothing that runs there gets to do anything any more, and nobody hears of it.
    package func die() async throws {
        try await ip("link", "set", port, "down")
        killAll()
    }

    private func killAll() {
        let output = (try? spawnAndWait(["ip", "netns", "pids", name])) ?? ""
        for pid in output.split(separator: "\n").compactMap({ pid_t($0) }) where pid > 1 { kill(pid, SIGKILL) }
    }
}

private func ip(_ arguments: String...) async throws {
    let result = try await Tool.run("ip", arguments)
    guard result.succeeded else {
        throw PeerError.cannotStart("ip \(arguments.joined(separator: " ")): \(result.output)")
    }
}

/// Runs a program that takes a moment only, and returns what it has printed.
private func spawnAndWait(_ command: [String]) throws(PeerError) -> String {
    guard let program = Tool.path(of: command[0]) else { throw .cannotStart("\(command[0]) is not installed") }
    let folder = try TemporaryFolder()
    let pid = try spawn([program] + command.dropFirst(), input: nil, output: "\(folder.path)/output")
    waitpid(pid, nil, 0)
    return folder.read("output")
}
