import DNSCore
import PeerServers
import Testing

/// A program that sends updates, as services use it.
enum UpdateTool: String, CaseIterable, Sendable {
    case nsupdate
    case knsupdate

    struct Result: CustomStringConvertible {
        /// As the server answered: `NOERROR`, `YXDOMAIN`; nil where it is not said.
        var code: String?
        var output: String
        var isDone: Bool { code == "NOERROR" }

        var description: String { "\(code ?? "no answer"): \(output)" }
    }

    /// Sends lines in the words that both know as one message.
    func send(_ lines: [String], zone: String, port: UInt16, key file: String?) async throws -> Result {
        let script = ["server 127.0.0.1 \(port)", "zone \(zone)"] + checks + lines + ["send", "answer", ""]
        let options = try file.map { try self.options(key: $0) } ?? []
        let result = try await Tool.run(rawValue, options, input: script.joined(separator: "\n"))
        let code = result.output.firstMatch(of: #/status: ([A-Z]+)/#).map { String($0.1) }
        return Result(code: code, output: result.output)
    }

    /// nsupdate has opinions on names, which are not asked for.
    private var checks: [String] { self == .nsupdate ? ["check-names off"] : [] }

    /// knsupdate does not read key files.
    private func options(key file: String) throws -> [String] {
        switch self {
        case .nsupdate: return ["-k", file]
        case .knsupdate:
            let key = try TSIGKey(keyFile: file)
            return ["-y", "\(key.algorithm.rawValue):\(key.name):\(Base64.encode(key.secretBytes))"]
        }
    }
}

extension TSIGKey {
    /// The only key of a file.
    init(keyFile: String) throws { self = try #require(try KeyFile(text(of: keyFile)).keys.first) }
}
