import FoundationEssentials
import Glibc
import PeerServers
import TOML
import Testing

/// Python's `tomllib` and our reader agree on what is TOML, and on what it says.
@Suite struct TOMLOracleTests {
    @Test(.enabled(if: Oracle.isThere, "python3 with tomllib (3.11) is not there"))
    func aReaderOfOthersAgrees() throws {
        let documents = Self.documents
        let verdicts = try Oracle.verdicts(on: documents)
        try #require(verdicts.count == documents.count)
        var accepted = 0
        for (document, verdict) in zip(documents, verdicts) {
            // Numbers beyond 64 bits and dates are not compared: here the reader says less than tomllib.
            guard verdict != "big" else { continue }
            let ours = try? TOMLReader.read(document).canonical
            guard ours?.contains("moment") != true, verdict?.contains("moment") != true else { continue }
            #expect(ours == verdict, "\(document.debugDescription)")
            accepted += ours == nil ? 0 : 1
        }
        #expect(accepted > documents.count / 10)
    }

    private static var documents: [String] {
        let seeds = [
            "# All.\n[p]\ni = \"2s\"\nj = 0\nk = '1h30m'\nl = false\n[z.\"S.e\"]\nm = [\n\"n\",\n# o\n\"[q]:5\",\n]\n",
            "a = {b = [1, 'x', \"\"\"y\"\"\"], c.d = 1}\n[[e]]\n[[e]]\nf = 1e5\n[e.g]\nh = '''\n'''\n",
            "[a.b]\nc = 0x1F\n[a]\nd.e = -0.5\nd.f = \"\\u00e9\\\\\"\n# end\r\n",
            "[x]\ny.z = 1\n[x.w]\n[q]\n\"a.b\" = [[], [{}]]\n",
            "s = \"\"\"\n  a \\\n   b\"\"\"\"\nt = '''''x'''''\nu = +1_000\nv = [\n1, # one\n2,\n]\n",
        ]
        var random = SplitMix(state: 11)
        return (0..<3000).map { round in
            var scalars = Array(seeds[round % seeds.count].unicodeScalars)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let position = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: scalars.remove(at: position)
                case 1: scalars.swapAt(position, (position + 1) % scalars.count)
                case 2:
                    scalars[position] =
                        "[]{}\"'=.,#\\\n _-+09aeinx\u{7}é".unicodeScalars.randomElement(using: &random) ?? "x"
                case 3: scalars.insert(contentsOf: scalars[position...].prefix(12), at: position)
                default:
                    let other = Int.random(in: 0..<scalars.count, using: &random)
                    scalars.insert(contentsOf: Array(scalars[other...].prefix(9)), at: position)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            return String(text)
        }
    }
}

private enum Oracle {
    static let isThere = isRequired || popen("python3 -c 'import tomllib' 2>/dev/null", "r").map { pclose($0) } == 0

    private static var isRequired: Bool { getenv("CI").map { String(cString: $0) } == "true" }

    /// Of each document the canonical form, or nil where it is refused.
    static func verdicts(on documents: [String]) throws -> [String?] {
        let folder = try TemporaryFolder()
        let input = try folder.write("documents.json", String(decoding: JSONEncoder().encode(documents), as: UTF8.self))
        let script = try folder.write("oracle.py", program)
        let pipe = try #require(popen("python3 '\(script)' '\(input)'", "r"))
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { output += chunk[..<count] }
        try #require(pclose(pipe) == 0)
        return try JSONDecoder().decode([String?].self, from: Data(output))
    }

    private static let program = """
        import json, struct, sys, tomllib
        def canonical(value):
            if isinstance(value, bool): return "true" if value else "false"
            if isinstance(value, int):
                if not -2**63 <= value < 2**63: raise OverflowError
                return "i%d" % value
            if isinstance(value, float):
                return "nan" if value != value else "n" + struct.pack(">d", value).hex()
            if isinstance(value, str): return "'" + value + "'"
            if isinstance(value, list): return "[" + ",".join(map(canonical, value)) + "]"
            if isinstance(value, dict):
                return "{" + ",".join(k + "=" + canonical(value[k]) for k in sorted(value)) + "}"
            return "moment"
        def verdict(text):
            try: return canonical(tomllib.loads(text))
            except OverflowError: return "big"
            except ValueError: return None
        print(json.dumps([verdict(text) for text in json.load(open(sys.argv[1]))]))
        """
}

extension TOMLNode {
    /// One text for one meaning.
    var canonical: String {
        switch value {
        case .string(let text): "'\(text)'"
        case .integer(let number): "i\(number)"
        case .number(let number):
            number.isNaN
                ? "nan"
                : "n" + (0..<16).map { String(number.bitPattern >> UInt64(60 - 4 * $0) & 0xF, radix: 16) }.joined()
        case .boolean(let truth): "\(truth)"
        case .moment: "moment"
        case .list(let nodes): "[" + nodes.map(\.canonical).joined(separator: ",") + "]"
        case .table(let members):
            "{"
                + members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
                .map { "\($0.key)=\($0.value.canonical)" }.joined(separator: ",") + "}"
        }
    }
}
