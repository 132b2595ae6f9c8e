import TOML

extension ServiceSettings {
    /// All but its sockets and its key.
    mutating func read(_ reader: inout SectionReader, folder: String) {
        command = reader.read("command", .command)?.value ?? []
        user = reader.read("user", .string)?.value
        group = reader.read("group", .string)?.value
        environment = reader.read("environment", .environment)?.value ?? [:]
        passedEnvironment = reader.read("pass-environment", .list(of: .string))?.value ?? []
        self.folder = reader.read("folder", .string).map { FilePath.resolve($0.value, in: folder) }
        accept = reader.read("accept", .choice())?.value ?? accept
        passing = reader.read("pass", .choice())?.value
        wake = reader.read("wake", .choice())?.value
        ready = reader.read("ready", .choice())?.value
        startTimeout = reader.read("start-timeout", .duration(Self.timeouts))?.value
        stopTimeout = reader.read("stop-timeout", .duration(Self.timeouts))?.value
        idleTimeout = reader.read("idle-timeout", .optional(.duration(Self.timeouts)))?.value
        mostConnections = reader.read("max-connections", .integer(Self.connections))?.value
        mostConnectionsPerSource = reader.read("max-connections-per-source", .integer(Self.connections))?.value
        burst = reader.read("burst", .integer(Self.bursts))?.value
        suspension = reader.read("suspension", .duration(Self.timeouts))?.value
        openFiles = reader.read("open-files", .integer(Self.openFiles))?.value
        storedDescriptors = reader.read("stored-descriptors", .integer(Self.storedDescriptors))?.value
    }
}

extension ValueKind<[String]> {
    /// A program and its arguments, each as it is: no shell reads them.
    static let command = ValueKind(
        expectation: "a list of strings, the program and its arguments: [\"/usr/bin/gunicorn\", \"app:app\"]",
        read: { value in
            guard case .list(let nodes) = value else { return nil }
            let words = nodes.compactMap { if case .string(let text) = $0.value { text } else { nil } }
            guard words.count == nodes.count, !words.contains(where: { $0.utf8.contains(0) }) else { return nil }
            return words.first?.isEmpty == false ? words : nil
        },
        violatedRange: { _ in nil }, text: { "[" + $0.map(TOMLText.string).joined(separator: ", ") + "]" })
}

extension ValueKind<[String: String]> {
    static let environment = ValueKind(
        expectation: "a table like { MODE = \"live\" }, or a list like [\"MODE=live\"]",
        read: { value in
            switch value {
            case .table(let members):
                let values = members.compactMapValues { if case .string(let text) = $0.value { text } else { nil } }
                return values.count == members.count && values.allSatisfy(isVariable) ? values : nil
            case .list(let nodes):
                let pairs = nodes.compactMap { if case .string(let text) = $0.value { variable(text) } else { nil } }
                guard pairs.count == nodes.count else { return nil }
                return Dictionary(pairs) { $1 }
            default: return nil
            }
        },
        violatedRange: { _ in nil },
        text: {
            "[" + $0.sorted { $0.key < $1.key }.map { TOMLText.string("\($0)=\($1)") }.joined(separator: ", ") + "]"
        })

    /// `MODE=live`; nil for what is none.
    package static func variable(_ text: String) -> (String, String)? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, isVariable(parts[0], parts[1]) else { return nil }
        return (parts[0], parts[1])
    }

    private static func isVariable(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && !name.contains("=") && !name.utf8.contains(0) && !value.utf8.contains(0)
    }
}
